import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnnxContract } from '../core/onnx/contract';
import { inspectOnnx } from '../core/onnx/inspect';
import type { OnnxManifest } from '../core/onnx/manifest';

/** As `inspectOnnx`, of a folder. */
export function inspectFolder(folder: string, manifest: OnnxManifest): Promise<OnnxContract> {
  return inspectOnnx((file) => readFile(join(folder, file)), manifest, folder);
}
