import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { startFauxqs } from 'fauxqs'

// An S3 service on loopback with a bucket `contents`, in a process of its own; it tells its address to the one that forked it.
const service = await startFauxqs({ port: 0, logger: false })
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const admin = new S3Client({ region: 'us-east-1', endpoint: service.address, forcePathStyle: true, credentials })
await admin.send(new CreateBucketCommand({ Bucket: 'contents' }))
process.on('disconnect', () => process.exit())
process.send?.(service.address)
