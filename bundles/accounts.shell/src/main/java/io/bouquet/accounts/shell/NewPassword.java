package io.bouquet.accounts.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;

/**
 * Asks for a new password, twice and without echo in a terminal, or reads it as one line of the standard input. A
 * password is never an argument, because the shell's history and the process list would show it.
 */
final class NewPassword {
    private static final int LONGEST_LINE = 4096;

    private NewPassword() {}

    /** @param fromInput whether the password is the next line of the standard input, without a question */
    static String ask(Session session, boolean fromInput, InputStream input, PrintStream out) throws IOException {
        if (fromInput) {
            return line(input);
        }
        if (session.getTerminal() == null || session.getTerminal().getWidth() <= 0) {
            throw new IllegalStateException(
                    "this session has no terminal to ask for the password; send it as one line of the"
                            + " standard input, with --stdin before the name");
        }
        String password = session.readLine("New password: ", '\0');
        String again = session.readLine("The same again: ", '\0');
        if (password == null || again == null) {
            throw new IllegalStateException("no password was given; nothing is changed");
        }
        if (!password.equals(again)) {
            throw new IllegalArgumentException("the two passwords differ; nothing is changed");
        }
        return password;
    }

    /** Reads byte by byte, so that the input after the line is not consumed. */
    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        while (next >= 0 && next != '\n' && next != '\r') {
            if (line.size() == LONGEST_LINE) {
                throw new IllegalArgumentException("the first line of the standard input is too long for a password");
            }
            line.write(next);
            next = input.read();
        }
        if (line.size() == 0) {
            throw new IllegalArgumentException(
                    "the standard input has no password; send it as one line, for example: echo \"$PASSWORD\" | ssh … account:password --stdin bob");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the password on the standard input is not in UTF-8", e);
        }
    }
}
