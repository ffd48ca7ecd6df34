package io.bouquet.web.internal;

import java.io.IOException;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;

/** A request body that fails with an error that can be answered if it is broken off or too large. */
final class LimitedInput extends ServletInputStream {
    private final ServletInputStream body;
    private final long limit;
    private long read;

    LimitedInput(ServletInputStream body, long limit) {
        this.body = body;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int one;
        try {
            one = body.read();
        } catch (IOException e) {
            throw BodyException.broken(e);
        }
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int some;
        try {
            some = body.read(bytes, offset, length);
        } catch (IOException e) {
            throw BodyException.broken(e);
        }
        count(Math.max(some, 0));
        return some;
    }

    private void count(int more) throws BodyException {
        read += more;
        if (read > limit) {
            throw BodyException.tooLarge(limit);
        }
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
