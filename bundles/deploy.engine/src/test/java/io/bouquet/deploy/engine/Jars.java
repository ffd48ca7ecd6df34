package io.bouquet.deploy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/** Builds archives, good and bad ones. */
record Jars(Path folder) {
    /** A bundle that is started in place. */
    Path plain(String name, String version, String... headers) throws IOException {
        return bundle(name, version, null, headers);
    }

    /** A bundle that can have two versions at once. */
    Path model(String name, String version) throws IOException {
        return bundle(name, version, null, "Bouquet-Model", "model.bin;kind=tokens");
    }

    /** @param headers name and value in turn */
    Path bundle(String name, String version, @Nullable Class<?> activator, String... headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(Constants.BUNDLE_VERSION, version);
        for (int i = 0; i < headers.length; i += 2) {
            attributes.putValue(headers[i], headers[i + 1]);
        }
        if (activator != null) {
            attributes.putValue(Constants.BUNDLE_ACTIVATOR, activator.getName());
            attributes.putValue(Constants.IMPORT_PACKAGE, "org.osgi.framework");
        }
        Path file = folder.resolve(name + "-" + version + ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            if (activator != null) {
                String entry = activator.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream in =
                        Objects.requireNonNull(activator.getClassLoader().getResourceAsStream(entry))) {
                    in.transferTo(jar);
                }
            }
        }
        return file;
    }

    /** A bundle with files of its own. */
    Path with(String name, String version, Map<String, byte[]> entries, String... headers) throws IOException {
        Path jar = bundle(name, version, null, headers);
        Path file = folder.resolve(name + "-" + version + "-with.jar");
        try (JarFile read = new JarFile(jar.toFile());
                OutputStream out = Files.newOutputStream(file);
                JarOutputStream written = new JarOutputStream(out, read.getManifest())) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                written.putNextEntry(new ZipEntry(entry.getKey()));
                written.write(entry.getValue());
            }
        }
        return file;
    }

    Path zip(String name, Map<String, String> entries) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
