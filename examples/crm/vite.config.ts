import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  appType: 'spa',
  clearScreen: false,
  plugins: [react()],
  // Named here, since a dependency that is found only later makes Vite reload the page.
  optimizeDeps: {
    include: [
      'react',
      'react-dom',
      'react-dom/client',
      'react/jsx-runtime',
      'react/jsx-dev-runtime',
      'react-router',
      '@tanstack/react-query',
    ],
  },
  server: { warmup: { clientFiles: ['./src/main.tsx'] } },
})
