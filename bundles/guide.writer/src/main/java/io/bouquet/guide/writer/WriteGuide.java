package io.bouquet.guide.writer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the files of the guide, and the list {@code files.txt} with the hash and the name of each. */
public final class WriteGuide {
    private WriteGuide() {}

    /** @param arguments the source repository, and the folder to write into */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected 2 arguments: the source repository and the output folder");
        }
        Path output = Path.of(arguments[1]);
        Map<String, byte[]> files =
                new TreeMap<>(Guide.of(Path.of(arguments[0])).files());
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = output.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
            list.append(Hash.of(file.getValue()))
                    .append(' ')
                    .append(file.getKey())
                    .append('\n');
        }
        Files.writeString(output.resolve("files.txt"), list);
    }
}
