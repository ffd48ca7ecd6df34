package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Starting, stopping, crashing and starting again, as an operator sees it. Each test leaves the platform running. */
public class LifecycleIT {
    private static final Platform PLATFORM = new Platform("lifecycle");
    private static final Duration SOON = Duration.ofSeconds(10);

    private static String banner = "";
    private static String password = "";

    @BeforeClass
    public static void start() {
        banner = PLATFORM.start();
        password = Platform.password(banner);
    }

    @AfterClass
    public static void stop() {
        PLATFORM.close();
    }

    private static Client admin() {
        return PLATFORM.nobody().as("admin", password);
    }

    private static String store(String text) {
        return admin().post("/api/documents", Map.of("text", text))
                .json(201)
                .path("id")
                .asText();
    }

    private static String read(String id) {
        return admin().get("/api/documents/" + id).json(200).path("text").asText();
    }

    @Test
    public void listensWhereItWasToldToAndNowhereElseAtEachStart() throws IOException {
        PLATFORM.stop();
        PLATFORM.start();
        assertThat(Files.readAllLines(PLATFORM.data().resolve("log/karaf.log")))
                .filteredOn(line -> line.contains("ServerConnector{") || line.contains(" answers at "))
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.endsWith(" answers at 127.0.0.1:" + PLATFORM.httpPort()));
    }

    @Test
    public void theBannerSaysWhereEverythingIs() {
        String base = "http://127.0.0.1:" + PLATFORM.httpPort();
        assertThat(banner)
                .contains("Bouquet", "ready in", base + "/console", base + "/api/health/ready")
                .contains("ssh -p " + PLATFORM.sshPort() + " admin@127.0.0.1");
        assertThat(banner.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    public void everyAddressOfTheBannerAnswers() {
        List<String> addresses = banner.lines()
                .map(line -> line.replaceFirst(".*(http://\\S+).*", "$1"))
                .filter(line -> line.startsWith("http://"))
                .toList();
        assertThat(addresses).hasSizeGreaterThanOrEqualTo(2).allSatisfy(address -> {
            String path = address.replaceFirst("http://[^/]+", "");
            assertThat(admin().get(path).status()).as(address).isIn(200, 302, 303);
        });
    }

    @Test
    public void theRandomPasswordWorksForRestAndShell() {
        assertThat(admin().get("/api/taggers").status()).isEqualTo(200);
        Map<String, String> login = Map.of("BOUQUET_ADMIN_PASSWORD", password);
        assertThat(PLATFORM.run(login, "shell", "nlp:taggers").ok()).contains("tokens-en");
    }

    @Test
    public void aMistakeInTheShellIsToldAndNotLogged() throws IOException {
        Path log = PLATFORM.data().resolve("log/karaf.log");
        List<String> before = LogFile.of(log).problems();
        Platform.Run run =
                PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", "plugin:remove --yes no-such-plugin");
        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("no-such-plugin");
        assertThat(LogFile.of(log).problems()).isSubsetOf(before);
    }

    @Test
    public void theShellRefusesAWrongPassword() {
        Platform.Run run = PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", "wrong password"), "shell", "nlp:taggers");
        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).doesNotContain("tokens-en");
    }

    @Test
    public void theShellHasACurrentHostKeyAndForwardsNoPorts() throws IOException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, key) -> true);
            client.start();
            try (ClientSession session = client.connect("admin", "127.0.0.1", PLATFORM.sshPort())
                    .verify(SOON)
                    .getSession()) {
                session.addPasswordIdentity(password);
                session.auth().verify(SOON);
                assertThat(session.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS))
                        .isEqualTo("ssh-ed25519");
                assertThat(String.join(",", session.getServerKexProposals().values()))
                        .doesNotContain("ssh-rsa", "sha1");
                ChannelDirectTcpip forward = session.createDirectTcpipChannel(
                        new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", PLATFORM.httpPort()));
                assertThatThrownBy(() -> forward.open().verify(SOON)).hasMessageContaining("open");
            }
        }
    }

    @Test
    public void aRestartKeepsDocumentsAndShowsNoPasswordAgain() {
        String id = store("This is kept.");
        PLATFORM.stop();
        assertThat(PLATFORM.run("status").exit()).isEqualTo(3);
        assertThat(PLATFORM.start()).contains("ready in").doesNotContain("password");
        assertThat(read(id)).isEqualTo("This is kept.");
        assertThat(PLATFORM.run("status").ok()).contains("Running");
    }

    @Test
    public void thePasswordIsKeptInNoFile() throws IOException {
        try (var files = Files.walk(PLATFORM.data())) {
            assertThat(files.filter(Files::isRegularFile).filter(LifecycleIT::holdsThePassword))
                    .isEmpty();
        }
    }

    private static boolean holdsThePassword(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(password);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    public void whatWasStoredIsThereAfterAKill() {
        String id = store("Killed right after this.");
        PLATFORM.kill();
        PLATFORM.start();
        assertThat(read(id)).isEqualTo("Killed right after this.");
    }

    @Test
    public void aJobGoesOnAfterAKillWithEachDocumentOnce() {
        int documents = 3_000;
        String lines = IntStream.range(0, documents)
                .mapToObj(i -> "Document " + i + " was written by Ada Lovelace in London. It is quite good.")
                .collect(Collectors.joining("\n"));
        String path = admin().post("/api/jobs", "text/plain", lines).header("Location");
        await().atMost(SOON).until(() -> processed(path) > 0);
        PLATFORM.kill();
        PLATFORM.start();
        int before = processed(path);
        assertThat(before).isBetween(1, documents - 1);
        await().atMost(Duration.ofSeconds(120)).until(() -> processed(path) == documents);
        JsonNode job = admin().get(path).json(200);
        assertThat(job.path("state").asText()).isEqualTo("done");
        assertThat(job.path("failed").asInt()).isZero();
        Answer results = admin().send(
                        "GET", path + "/results", Map.of("Accept", "application/x-ndjson"), BodyPublishers.noBody());
        Pattern index = Pattern.compile("^\\{\"index\":(\\d+),");
        assertThat(results.body()
                        .lines()
                        .map(index::matcher)
                        .filter(Matcher::find)
                        .map(match -> Integer.valueOf(match.group(1))))
                .containsExactlyElementsOf(IntStream.range(0, documents).boxed().toList());
    }

    private static int processed(String path) {
        JsonNode job = admin().get(path).json(200);
        return job.path("done").asInt() + job.path("failed").asInt();
    }

    @Test
    public void anotherInstanceRunsBesideWithAPasswordOfItsOwn() throws IOException {
        try (Platform other = new Platform("other")) {
            String chosen = "chosen by somebody";
            assertThat(other.run(Map.of("BOUQUET_ADMIN_PASSWORD", chosen), "--background")
                            .ok())
                    .contains("ready in")
                    .doesNotContain("password", chosen);
            Client admin = other.nobody().as("admin", chosen);
            assertThat(admin.get("/api/taggers").status()).isEqualTo(200);
            other.nobody().as("admin", password).get("/api/taggers").problem(401);
            assertThat(admin().get("/api/taggers").status()).isEqualTo(200);
            other.stop();
            // a start, a few requests and a stop, with nothing wrong in between
            assertThat(LogFile.of(other.data().resolve("log/karaf.log")).problems())
                    .isEmpty();
        }
        assertThat(PLATFORM.nobody().isReady()).isTrue();
    }

    @Test
    public void aSecondStartOnOneDataFolderIsRefused() {
        assertThat(PLATFORM.run("--background", "--port", String.valueOf(Ports.free()))
                        .refused())
                .contains("already uses", PLATFORM.data().toString());
    }

    @Test
    public void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Platform other = new Platform("port-in-use")) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(other.run("--background", "--port", port).refused()).contains(port, "in use");
            assertThat(other.run("--background", "--ssh-port", port).refused()).contains(port, "in use");
        }
    }

    @Test
    public void badOptionsAreRefusedInOneLine() {
        Map.<List<String>, String>of(
                        List.of("--port", "http"), "http",
                        List.of("--port", "70000"), "70000",
                        List.of("--port"), "--port",
                        List.of("--ssh-port", "0"), "0",
                        List.of("--data"), "--data",
                        List.of("--frobnicate"), "--frobnicate",
                        List.of("dance"), "dance",
                        List.of("start", "stop"), "one command",
                        List.of("--data", "/proc/bouquet"), "/proc/bouquet")
                .forEach((options, named) -> assertThat(
                                PLATFORM.run(options.toArray(String[]::new)).refused())
                        .contains(named));
    }

    @Test
    public void tooShortAPasswordIsRefused() {
        try (Platform other = new Platform("short-password")) {
            Platform.Run run = other.run(Map.of("BOUQUET_ADMIN_PASSWORD", "short"), "--background");
            assertThat(run.refused()).contains("8");
            assertThat(run.output()).doesNotContain("'short'");
        }
    }

    @Test
    public void theDemoShowsANewLayerAndLosesNoRequest() {
        assertThat(PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "demo")
                        .ok())
                .contains("EMPHASIS", "1.1.0 is live", "requests answered, 0 failed", "removed again");
    }

    @Test
    public void theQuickstartOfTheReadmeWorks() throws IOException {
        Path root = Path.of(System.getProperty("bouquet.samples")).getParent();
        Quickstart quickstart = Quickstart.of(root.resolve("README.md"));
        assertThat(quickstart.forTheTerminal()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(quickstart.forTheShell()).hasSizeGreaterThanOrEqualTo(4);
        for (String command : quickstart.forTheTerminal()) {
            Optional<String> inShell = Quickstart.inShell(command, root);
            if (inShell.isPresent()) {
                PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", inShell.get())
                        .ok();
                continue;
            }
            String here = command.replace("localhost:8181", "localhost:" + PLATFORM.httpPort())
                    .replace(" data/", " '" + PLATFORM.data() + "'/")
                    .replaceFirst("^curl ", "curl --fail --silent --show-error ");
            // a reader is slower than a script: what was just deployed may take a moment
            await().atMost(SOON)
                    .untilAsserted(() -> Platform.bash(root, password, here).ok());
        }
        for (String command : quickstart.forTheShell()) {
            PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", command)
                    .ok();
        }
    }

    @Test
    public void aStartThatCannotBecomeReadySaysWhyAndEnds() throws IOException {
        try (Platform other = new Platform("no-database")) {
            Path settings = Files.createDirectories(other.data().resolve("etc"));
            Files.writeString(
                    settings.resolve("io.bouquet.data.openjpa.cfg"), "url = jdbc:postgresql://127.0.0.1:1/none\n");
            Platform.Run run = other.run("--background");
            assertThat(run.exit()).isNotZero();
            assertThat(run.output()).contains("did not become ready", "database: ", "postgresql");
            assertThat(other.run("status").exit()).isEqualTo(3);
        }
    }

    @Test
    public void aFirstStartThatIsCutOffIsMadeAgain() throws IOException {
        try (Platform other = new Platform("cut-off")) {
            Platform.Run run = other.run(Map.of("BOUQUET_START_SECONDS", "2"), "--background");
            assertThat(run.exit()).isNotZero();
            assertThat(run.output()).contains("did not become ready after 2 s");
            // what a kill leaves: bundles that the cache lists, and that are not there
            for (int id = 1; id < 8; id++) {
                Platform.delete(other.data().resolve("cache/bundle" + id));
            }
            assertThat(other.start()).contains("ready in");
        }
    }

    @Test
    public void statusTellsThatThePlatformIsReady() {
        assertThat(PLATFORM.run("status").ok()).contains("and ready");
    }

    @Test
    public void aPasswordThatIsNotTheAccountsIsTold() {
        PLATFORM.stop();
        assertThat(PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", "something else"), "--background")
                        .ok())
                .contains("is not the password of 'admin'");
    }

    @Test
    public void anAddressOfAnotherMachineIsRefused() {
        try (Platform other = new Platform("other-address")) {
            assertThat(other.run("--background", "--host", "203.0.113.9").refused())
                    .contains("203.0.113.9", "not an address of this machine");
        }
    }

    @Test
    public void theDataFolderIsItsOwners() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(PLATFORM.data())))
                .isEqualTo("rwx------");
    }

    @Test
    public void theVersionIsTold() {
        assertThat(PLATFORM.run("--version").ok()).startsWith("Bouquet ");
    }

    @Test
    public void helpOverOneCallTellsTheCommands() {
        assertThat(PLATFORM.run(Map.of("BOUQUET_ADMIN_PASSWORD", password), "shell", "help")
                        .ok())
                .contains("plugin:list");
    }

    @Test
    public void helpTellsTheOptions() {
        assertThat(PLATFORM.run("--help").ok())
                .contains("--port", "--data", "--background", "stop", "shell", "demo", "BOUQUET_ADMIN_PASSWORD");
    }

    @Test
    public void aJarDeletedWhileThePlatformIsStoppedIsGone() throws IOException {
        Path deployed = PLATFORM.data().resolve("deploy/hello-service.jar");
        Path half = PLATFORM.data().resolve("hello-service.part");
        Files.copy(Sample.HELLO.jar(), half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, deployed);
        await().atMost(SOON).until(() -> Sample.HELLO.isLive(admin()));
        PLATFORM.stop();
        Files.delete(deployed);
        PLATFORM.start();
        await().atMost(SOON).until(() -> Sample.HELLO.isGone(admin()));
    }

    @Test
    public void aJarDeployedWhileThePlatformIsStoppedIsLive() throws IOException {
        Path deployed = PLATFORM.data().resolve("deploy/emphasis-tagger.jar");
        PLATFORM.stop();
        Files.copy(Sample.EMPHASIS.jar(), deployed);
        PLATFORM.start();
        await().atMost(SOON).until(() -> Sample.EMPHASIS.isLive(admin()));
        Files.delete(deployed);
        await().atMost(SOON).until(() -> Sample.EMPHASIS.isGone(admin()));
    }
}
