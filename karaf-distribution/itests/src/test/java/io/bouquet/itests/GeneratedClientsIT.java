package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Clients that are generated from the live document, by the recipe of the docs, compile and work. */
public class GeneratedClientsIT {
    private static final Platform PLATFORM = new Platform("clients");
    private static final Path TARGET = Path.of(System.getProperty("bouquet.target"), "clients");
    private static final Path SOURCES = Path.of(System.getProperty("bouquet.clients"));
    private static final int MOST_SECONDS = 120;
    private static final String[] PRINTED = {
        "taggers: true", "entity: Tim Cook", "document: Stored.", "problem: 422 2",
    };

    private static String authorization = "";
    private static Path document = TARGET;

    @BeforeClass
    public static void start() throws IOException {
        String password = Platform.password(PLATFORM.start());
        authorization =
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        String json = PLATFORM.nobody()
                .as("admin", password)
                .get("/openapi.json?application=bouquet")
                .body();
        document = Files.writeString(TARGET.resolve("bouquet.json"), json);
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    private static String address() {
        return "http://127.0.0.1:" + PLATFORM.httpPort();
    }

    @Test
    public void aClientInJavaWorks() throws IOException, InterruptedException {
        Path generated = TARGET.resolve("java");
        Path classes = TARGET.resolve("classes");
        Platform.delete(generated);
        Platform.delete(classes);
        run(
                TARGET,
                java("java"),
                "-jar",
                TARGET.resolve("openapi-generator-cli.jar").toString(),
                "generate",
                "--input-spec=" + document.getFileName(),
                "--output=" + generated,
                "--generator-name=java",
                "--library=native",
                "--invoker-package=com.example.client",
                "--api-package=com.example.client",
                "--model-package=com.example.client.model",
                "--global-property=apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,"
                        + "modelDocs=false,skipFormModel=false",
                "--remove-operation-id-prefix",
                "--additional-properties=openApiNullable=false,removeOperationIdPrefixDelimiter=.,"
                        + "removeOperationIdPrefixCount=-1");
        List<String> compile = new ArrayList<>(
                List.of(java("javac"), "-nowarn", "-d", classes.toString(), "-cp", TARGET.resolve("libraries") + "/*"));
        try (Stream<Path> sources = Files.walk(generated.resolve("src/main/java"))) {
            sources.map(Path::toString)
                    .filter(source -> source.endsWith(".java"))
                    .forEach(compile::add);
        }
        compile.add(SOURCES.resolve("java/UseClient.java").toString());
        run(TARGET, compile.toArray(String[]::new));
        String classPath = classes + File.pathSeparator + TARGET.resolve("libraries") + "/*";
        assertThat(run(TARGET, java("java"), "-cp", classPath, "UseClient", address(), authorization)
                        .lines())
                .contains(PRINTED);
    }

    @Test
    public void aClientInTypeScriptWorks() throws IOException, InterruptedException {
        assumeTrue("node and npm are not installed", isThere("node") && isThere("npm"));
        Path folder = Files.createDirectories(TARGET.resolve("typescript"));
        for (String file : List.of("package.json", "tsconfig.json", "use.ts")) {
            Files.write(
                    folder.resolve(file),
                    Files.readAllBytes(SOURCES.resolve("typescript").resolve(file)));
        }
        assumeTrue("the packages of npm cannot be installed", exit(folder, "npm", "install", "--prefer-offline") == 0);
        run(folder, "npx", "openapi-typescript", "../" + document.getFileName(), "-o", "bouquet.d.ts");
        run(folder, "npx", "tsc", "-p", ".");
        assertThat(run(folder, "node", "use.js", address(), authorization).lines())
                .contains(PRINTED);
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private static boolean isThere(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** Returns what a command prints, which must end well. */
    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = TARGET.resolve("output.txt");
        assertThat(exit(folder, command))
                .as("%s: %s", command[0], Files.readString(output))
                .isZero();
        return Files.readString(output);
    }

    private static int exit(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(TARGET.resolve("output.txt").toFile())
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(command[0] + " does not end");
        }
        return process.exitValue();
    }
}
