package io.bouquet.tagging.heads;

import java.util.List;

/** A small model over the vectors of an encoder. */
public abstract sealed class Head permits SequenceHead, TextHead {
    final HeadFile file;

    Head(HeadFile file) {
        this.file = file;
    }

    public byte[] bytes() {
        return file.bytes();
    }

    public String kind() {
        return file.kind();
    }

    /** Returns the id of the encoder whose vectors it judges. */
    public String encoder() {
        return file.encoder();
    }

    /** Returns the numbers of a vector. */
    public int dimension() {
        return file.dimension();
    }

    public List<String> labels() {
        return file.labels();
    }
}
