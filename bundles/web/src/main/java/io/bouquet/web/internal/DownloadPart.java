package io.bouquet.web.internal;

import io.bouquet.web.Download;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The part of a download that is sent.
 *
 * @param isSent whether the answer has a body
 */
record DownloadPart(Download download, ByteRange range, boolean isSent) {
    private static final int BUFFER = 16 * 1024;

    void sendTo(OutputStream out) throws IOException {
        if (!isSent) {
            return;
        }
        try (InputStream in = download.content().open()) {
            in.skipNBytes(range.from());
            byte[] buffer = new byte[(int) Math.min(BUFFER, range.length())];
            for (long left = range.length(); left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("a download ended " + left + " bytes before its length");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
