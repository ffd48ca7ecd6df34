package io.bouquet.tagging;

/** A half-open range {@code [begin, end)} of UTF-16 offsets. */
public record Span(int begin, int end) {
    public Span {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("span [" + begin + ", " + end + ") is not a range");
        }
    }

    /** Returns the span of the whole text. */
    public static Span of(CharSequence text) {
        return new Span(0, text.length());
    }

    public int length() {
        return end - begin;
    }

    public boolean contains(Span other) {
        return begin <= other.begin && other.end <= end;
    }

    /** Returns the part of {@code text} that this span covers. */
    public String in(String text) {
        return text.substring(begin, end);
    }
}
