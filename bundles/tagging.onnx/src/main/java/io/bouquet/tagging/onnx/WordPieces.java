package io.bouquet.tagging.onnx;

/**
 * The word pieces of a text.
 *
 * @param ids    ids of the pieces in the vocabulary
 * @param begins UTF-16 offset of each piece in the text
 * @param ends   UTF-16 offset of the end of each piece
 */
record WordPieces(long[] ids, int[] begins, int[] ends) {
    int size() {
        return ids.length;
    }
}
