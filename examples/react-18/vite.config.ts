import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  clearScreen: false,
  plugins: [react()],
  // The packages of this repository are linked, and have another React beside them.
  resolve: { dedupe: ['react', 'react-dom', '@tanstack/react-query'] },
})
