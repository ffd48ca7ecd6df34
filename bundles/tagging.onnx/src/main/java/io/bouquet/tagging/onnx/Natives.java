package io.bouquet.tagging.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Loads the native libraries, once for each class loader of this bundle. In the platform the framework copies them out of
 * the bundle ({@code Bundle-NativeCode}), to a new path for each class loader, so an updated bundle can load them while
 * the old class loader still has its own. In a plain JVM they are copied out of the libraries' JARs.
 */
final class Natives {
    private static final String TOKENIZERS = "tokenizers";
    /** What the library of the tokenizers needs on Windows, in this order. */
    private static final List<String> WINDOWS = List.of("libwinpthread-1", "libgcc_s_seh-1", "libstdc++-6");

    private Natives() {}

    /** Holds the loaded library of the tokenizers. */
    private static final class Tokenizers {
        static {
            loadTokenizers();
        }

        static void ensure() {}
    }

    /** Holds the environment of ONNX Runtime, whose class loads its libraries itself. */
    private static final class Runtime {
        static final OrtEnvironment ENVIRONMENT =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "bouquet");
    }

    /** @throws IOException if there is no library for this machine */
    static OrtEnvironment environment() throws IOException {
        try {
            return Runtime.ENVIRONMENT;
        } catch (LinkageError | IllegalStateException missing) {
            throw unavailable("ONNX Runtime", missing);
        }
    }

    /** @throws IOException if there is no library for this machine */
    static void requireTokenizers() throws IOException {
        try {
            Tokenizers.ensure();
        } catch (LinkageError missing) {
            throw unavailable("the tokenizers", missing);
        }
    }

    private static IOException unavailable(String what, Throwable missing) {
        Throwable cause = missing.getCause() == null ? missing : missing.getCause();
        return new IOException(
                "the native library of " + what + " cannot be loaded on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + " (" + cause.getMessage()
                        + "); there are libraries for Linux (x86-64, ARM64), macOS (ARM64) and Windows (x86-64)."
                        + " If another version of this bundle is in use, restart the platform",
                missing);
    }

    private static void loadTokenizers() {
        boolean windows = osName().startsWith("windows");
        String folder = "/native/lib/" + platform() + "/cpu/";
        if (Natives.class.getResource(folder + System.mapLibraryName(TOKENIZERS)) == null) {
            if (windows) {
                WINDOWS.forEach(System::loadLibrary);
            }
            System.loadLibrary(TOKENIZERS);
            return;
        }
        try {
            Path copies = Files.createTempDirectory("bouquet-tokenizers");
            if (windows) {
                for (String name : WINDOWS) {
                    copyAndLoad(folder, name, copies);
                }
            }
            copyAndLoad(folder, TOKENIZERS, copies);
            copies.toFile().deleteOnExit();
        } catch (IOException unwritable) {
            throw new UnsatisfiedLinkError(unwritable.getMessage());
        }
    }

    private static void copyAndLoad(String folder, String name, Path copies) throws IOException {
        String file = System.mapLibraryName(name);
        Path copy = copies.resolve(file);
        try (InputStream in = Natives.class.getResourceAsStream(folder + file)) {
            if (in == null) {
                throw new UnsatisfiedLinkError("there is no " + folder + file);
            }
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        System.load(copy.toString());
        if (!osName().startsWith("windows")) {
            Files.delete(copy); // the mapping of a loaded library keeps its content
        }
    }

    private static String platform() {
        String system = osName().startsWith("mac") ? "osx" : osName().startsWith("windows") ? "win" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return system + "-" + machine;
    }

    private static String osName() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
}
