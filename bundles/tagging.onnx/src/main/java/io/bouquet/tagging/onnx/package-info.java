/** Makes taggers of ONNX models, with ONNX Runtime and Hugging Face's tokenizers, which are embedded in this bundle only. */
@NullMarked
package io.bouquet.tagging.onnx;

import org.jspecify.annotations.NullMarked;
