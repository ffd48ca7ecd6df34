package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Each kind of plugin that {@code bouquet new} makes is built outside of this repository, and works as it was made. */
public class NewPluginIT {
    private static final Path TARGET = Path.of(System.getProperty("bouquet.target"));
    private static final Path MAVEN = Path.of(System.getProperty("bouquet.bundles"))
            .resolveSibling("mvnw")
            .toAbsolutePath();
    private static final Path PROJECTS = TARGET.resolve("new plugins ü");
    /** Starts empty, so that what the distribution's repository lacks is noticed. */
    private static final Path ARTIFACTS = TARGET.resolve("new-plugins-m2");
    /** The artifacts of others, so that nothing is downloaded, without ours. */
    private static final Path OTHERS = TARGET.resolve("new-plugins-others");

    private static final Platform PLATFORM = new Platform("new-plugins");
    private static String password = "";

    @BeforeClass
    public static void start() throws IOException {
        Platform.delete(PROJECTS);
        Platform.delete(ARTIFACTS);
        Platform.delete(OTHERS);
        Files.createDirectories(PROJECTS);
        Path all = Path.of(System.getProperty("bouquet.repository"));
        link(all, OTHERS, "io");
        link(all.resolve("io"), OTHERS.resolve("io"), "bouquet");
        password = Platform.password(PLATFORM.start());
    }

    /** Links to all that is in a folder except one. */
    private static void link(Path from, Path to, String without) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            for (Path one : all.filter(path -> !path.endsWith(without)).toList()) {
                Files.createSymbolicLink(to.resolve(one.getFileName()), one);
            }
        }
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    @Test
    public void aServiceWorks() throws IOException {
        deploy("service", "greeter");
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(admin().get("/greeter/Ada").body()).isEqualTo("{\"message\":\"Hello, Ada!\"}"));
        assertThat(admin().get("/greeter/" + "x".repeat(51)).status()).isEqualTo(422);
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        admin().get("/openapi.json?plugin=com.example.greeter").body())
                .contains("\"whom to greet\""));
    }

    @Test
    public void aTaggerWorks() throws IOException {
        deploy("tagger", "hashtags");
        annotates("hashtags", "We love #swaps", "\"text\":\"#swaps\",\"label\":\"hashtag\"");
    }

    @Test
    public void aModelWorks() throws IOException {
        deploy("model", "topics");
        annotates("topics", "Rain and wind tonight", "\"label\":\"weather\"");
    }

    private static void annotates(String layer, String text, String expected) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                        admin().post("/api/annotate", Map.of("text", text, "language", "en", "layers", List.of(layer)))
                                .body())
                .contains(expected));
    }

    @Test
    public void entitiesWork() throws IOException {
        deploy("entities", "open-orders");
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(admin().get("/open-orders").body()).isEqualTo("[]"));
        assertThat(admin().post("/open-orders", Map.of("id", "7", "name", "Ada"))
                        .status())
                .isEqualTo(201);
        assertThat(admin().post("/open-orders", Map.of("id", "8", "name", "")).status())
                .isEqualTo(422);
        assertThat(admin().get("/open-orders").body()).isEqualTo("[{\"id\":\"7\",\"name\":\"Ada\"}]");
    }

    @Test
    public void aPageWorks() throws IOException {
        deploy("page", "my-page");
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(shell("plugin:list")).contains("page /console/my-page"));
    }

    @Test
    public void aCommandWorks() throws IOException {
        deploy("command", "greet");
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(shell("greet:greet Ada")).contains("Hello, Ada!"));
    }

    @Test
    public void aKarBringsItsSettingsAndTheBundlesThatItNeeds() throws IOException {
        PLATFORM.run("new", "service", "stock", "--into", PROJECTS.toString()).ok();
        Path project = PROJECTS.resolve("stock");
        Path pom = project.resolve("pom.xml");
        Files.writeString(pom, Files.readString(pom).replace("  <!-- the platform's", """
                          <dependencies>
                            <dependency><groupId>org.opentest4j</groupId><artifactId>opentest4j</artifactId><version>1.3.0</version><scope>provided</scope></dependency>
                          </dependencies>
                          <!-- the platform's"""));
        Files.writeString(project.resolve("src/main/java/com/example/stock/StockService.java"), """
                package com.example.stock;

                import javax.ws.rs.*;
                import org.opentest4j.ValueWrapper;
                import org.osgi.service.component.annotations.*;
                import org.osgi.service.jaxrs.whiteboard.propertytypes.*;

                @Component(service = StockService.class, configurationPid = "com.example.stock",
                        configurationPolicy = ConfigurationPolicy.REQUIRE)
                @JaxrsResource
                @Path("stock")
                public class StockService {
                    public @interface Config {
                        String shelf();
                    }

                    private final String shelf;

                    @Activate
                    public StockService(Config config) {
                        shelf = config.shelf();
                    }

                    @GET
                    public String shelf() {
                        return ValueWrapper.create(shelf).getStringRepresentation();
                    }
                }
                """);
        Files.createDirectories(project.resolve("src/main/kar"));
        Files.writeString(project.resolve("src/main/kar/com.example.stock.cfg"), "shelf = upper\n");
        maven(project, "package", "-Dmaven.test.skip=true");
        Path kar = project.resolve("target/stock-1.0.0.kar");
        try (ZipFile zip = new ZipFile(kar.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder(
                            "repository/com/example/stock/1.0.0/stock-1.0.0-features.xml",
                            "repository/com/example/stock/1.0.0/stock-1.0.0-com.example.stock.cfg",
                            "repository/com/example/stock/1.0.0/stock-1.0.0.jar",
                            "repository/org/opentest4j/opentest4j/1.3.0/opentest4j-1.3.0.jar");
        }
        deploy(kar);
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(admin().get("/stock").body()).isEqualTo("upper"));
    }

    @Test
    public void aRunningPlatformGivesAProjectAndWhatItIsBuiltWith() throws IOException {
        Path zip = PROJECTS.resolve("remote.zip");
        String base = "http://127.0.0.1:" + PLATFORM.httpPort();
        Platform.bash(
                        PROJECTS,
                        password,
                        "curl -sSf -u \"admin:$BOUQUET_ADMIN_PASSWORD\" -o remote.zip '" + base
                                + "/api/scaffold?kind=command&name=remote'")
                .ok();
        Path project = PROJECTS.resolve("remote");
        try (ZipFile content = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : content.stream().toList()) {
                Path file = PROJECTS.resolve(entry.getName());
                Files.createDirectories(file.resolveSibling(""));
                Files.copy(content.getInputStream(entry), file);
            }
        }
        assertThat(project.resolve("pom.xml")).content().contains("<url>" + base + "/api/maven</url>");
        Path artifacts = TARGET.resolve("new-plugins-remote-m2");
        Platform.delete(artifacts);
        maven(artifacts, project, "package", "-Dmaven.test.skip=true");
        assertThat(artifacts.resolve("io/bouquet/plugin-parent")).isDirectory();
        deploy(project.resolve("target/remote-1.0.0.jar"));
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(shell("remote:greet Ada")).contains("Hello, Ada!"));
        assertThat(admin().get("/api/scaffold?kind=servlet&name=a").errors())
                .containsExactly("value_error [query,kind]");
        assertThat(admin().get("/api/scaffold?kind=page&name=No").errors()).containsExactly("value_error [query,name]");
        assertThat(PLATFORM.nobody().get("/api/scaffold?kind=page&name=a").status())
                .isEqualTo(401);
        PLATFORM.nobody().get("/api/maven/io/bouquet").problem(404);
    }

    @Test
    public void tellsWhatIsWrong() {
        assertThat(PLATFORM.run("new", "servlet", "a").refused())
                .isEqualTo(
                        "bouquet: there is no kind 'servlet'; there are: service, tagger, model, entities, page, command");
        assertThat(PLATFORM.run("new", "service", "My Service").refused())
                .contains("'My Service' is no name of a plugin", "such as my-plugin");
        assertThat(PLATFORM.run("new", "--help").ok()).contains("entities  entities with a table");
    }

    /** The other tests of the samples use those of this repository; these are the same. */
    @Test
    public void theSamplesAreTheSameWhenTheyAreBuiltElsewhere() throws IOException {
        Path samples = Path.of(System.getProperty("bouquet.samples"));
        Path copies = PROJECTS.resolve("samples");
        List<String> names = List.of(
                "hello-service",
                "emphasis-tagger",
                "greeting-model",
                "review-service",
                "notes-service",
                "cookbook/recipes",
                "cookbook/caller",
                "growth/1-small",
                "growth/2-typed",
                "growth/3-entities");
        for (String name : names) {
            copy(samples.resolve(name), copies.resolve(name));
        }
        Files.writeString(
                copies.resolve("pom.xml"),
                "<project xmlns='http://maven.apache.org/POM/4.0.0'><modelVersion>4.0.0</modelVersion>"
                        + "<groupId>com.example</groupId><artifactId>samples</artifactId><version>1</version>"
                        + "<packaging>pom</packaging><modules><module>"
                        + String.join("</module><module>", names)
                        + "</module></modules></project>");
        maven(copies, "package", "-DskipTests");
        for (String name : names) {
            Path built = copies.resolve(name).resolve("target");
            try (Stream<Path> jars = Files.list(built)) {
                List<Path> all =
                        jars.filter(file -> file.toString().endsWith(".jar")).toList();
                assertThat(all).isNotEmpty();
                for (Path jar : all) {
                    assertThat(content(jar))
                            .as(jar.toString())
                            .isEqualTo(content(samples.resolve(name)
                                    .resolve("target")
                                    .resolve(String.valueOf(jar.getFileName()))));
                }
            }
        }
    }

    /** Copies the project of a sample, and gives it the repository of the distribution. */
    private static void copy(Path sample, Path copy) throws IOException {
        // as bouquet new writes it: Maven does not decode the URL of a folder
        String repository = "<id>bouquet</id><url>file://" + Platform.home().resolve("repository") + "</url>";
        try (Stream<Path> files = Files.walk(sample)) {
            for (Path file : files.filter(one -> Files.isRegularFile(one) && !one.startsWith(sample.resolve("target")))
                    .toList()) {
                Path target = copy.resolve(sample.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
        Path pom = copy.resolve("pom.xml");
        Files.writeString(
                pom,
                Files.readString(pom)
                        .replaceFirst("<relativePath>.*</relativePath>", "<relativePath/>")
                        .replace(
                                "</project>",
                                "<repositories><repository>" + repository + "</repository></repositories>"
                                        + "<pluginRepositories><pluginRepository>" + repository
                                        + "</pluginRepository></pluginRepositories></project>"));
    }

    /** Returns the checksums of the files in a JAR, without its pom.xml. */
    private static Map<String, Long> content(Path jar) throws IOException {
        Map<String, Long> content = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .filter(entry -> !entry.getName().endsWith("/pom.xml"))
                    .forEach(entry -> content.put(entry.getName(), entry.getCrc()));
        }
        return content;
    }

    private static String shell(String command) {
        return PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", command)
                .output();
    }

    /** Makes a project, builds and tests it, also in the distribution, and copies its JAR into the deploy folder. */
    private static void deploy(String kind, String name) throws IOException {
        PLATFORM.run("new", kind, name, "--into", PROJECTS.toString()).ok();
        Path project = PROJECTS.resolve(name);
        try (Stream<Path> files = Files.walk(project)) {
            assertThat(files.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(6);
        }
        maven(project, "verify");
        deploy(project.resolve("target").resolve(name + "-1.0.0.jar"));
    }

    private static void maven(Path project, String... arguments) {
        maven(ARTIFACTS, project, arguments);
    }

    private static void maven(Path artifacts, Path project, String... arguments) {
        Platform.bash(
                        project,
                        password,
                        // an option -o of the developer would keep it from the distribution's repository too
                        "env -u MAVEN_ARGS '" + MAVEN + "' -B -q -ntp -f pom.xml '-Dmaven.repo.local=" + artifacts
                                + "' '-Dmaven.repo.local.tail=" + OTHERS + "' " + String.join(" ", arguments))
                .ok();
    }

    private static void deploy(Path archive) throws IOException {
        Path deploy = PLATFORM.data().resolve("deploy");
        Path part = Files.copy(archive, deploy.resolve(archive.getFileName() + ".part"));
        Files.move(part, deploy.resolve(archive.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
}
