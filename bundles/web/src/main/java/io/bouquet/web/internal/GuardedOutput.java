package io.bouquet.web.internal;

import java.io.IOException;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;

/** The body of an answer. Distinguishes a failure to send it from other failures while it is created. */
final class GuardedOutput extends ServletOutputStream {
    private final ServletOutputStream body;

    GuardedOutput(ServletOutputStream body) {
        this.body = body;
    }

    @Override
    public void write(int one) throws IOException {
        try {
            body.write(one);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            body.write(bytes, offset, length);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            body.flush();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            body.close();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        body.setWriteListener(listener);
    }
}
