package io.bouquet.benchmarks;

import io.bouquet.benchmarks.fuzz.Fuzz;
import io.bouquet.benchmarks.fuzz.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whoever changes what runs on a platform: by its shell, its REST API and its deploy folder. */
public final class Operator {
    private static final Pattern ID = Pattern.compile("Bundle ID: (\\d+)");
    private static final Pattern ROUTE = Pattern.compile("/(?:api|console|v2)\\b[A-Za-z0-9._{}/-]*");
    private static final List<String> UNLISTED_ROUTES = List.of(
            "/",
            "/nowhere",
            "/api/nowhere",
            "/api/health/live",
            "/api/health/ready",
            "/console/login",
            "/console/logout",
            "/console/documents/{id}",
            "/console/plugins/plugin/{name}",
            "/console/plugins/receipts/{id}",
            "/console/taggers/{name}");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String authorization;
    private final Path data;

    /** @param data folder of the platform */
    public Operator(int port, String account, String password, Path data) {
        this.port = port;
        this.authorization = basic(account, password);
        this.data = data;
    }

    int port() {
        return port;
    }

    /** A whole HTTP/1.1 request. */
    byte[] bytes(String method, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: "
                + authorization + "\r\n"
                + (body.length == 0 ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n")
                + "\r\n";
        return (head + json).getBytes(StandardCharsets.UTF_8);
    }

    /** The header of the account, for requests that are made by hand. */
    String authorization() {
        return authorization;
    }

    /** Requests made by chance from the OpenAPI document, as an administrator, as a user and without an account. */
    public Fuzz fuzz(long seed) throws IOException, InterruptedException {
        String user = "fuzz";
        String password = "only-for-this-fuzz";
        if (!shell("account:list").contains(user)) {
            shell("account:add --stdin " + user + "\n" + password);
        }
        return new Fuzz(
                port,
                get("/openapi.json").body(),
                routes(),
                Map.of(Role.ADMINISTRATOR, authorization, Role.USER, basic(user, password)),
                seed);
    }

    private static String basic(String account, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((account + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Paths that are served, with parameters in braces: those that the console's page of the API names, and a few more. */
    private List<String> routes() throws IOException, InterruptedException {
        SortedSet<String> routes = new TreeSet<>(UNLISTED_ROUTES);
        Matcher named = ROUTE.matcher(get("/console/api").body());
        while (named.find()) {
            routes.add(named.group());
        }
        return List.copyOf(routes);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** The JSON that answers to some that is posted. */
    Object post(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        if (answer.statusCode() >= 400) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return Json.read(answer.body());
    }

    /** What a command of the shell printed. Lines after the first are its standard input. */
    String shell(String command) throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(request("/benchmark-shell").POST(HttpRequest.BodyPublishers.ofString(command)));
        if (response.statusCode() != 200) {
            throw new IOException(command + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** What the platform holds, after a full collection. */
    public Map<String, Long> inside() throws IOException, InterruptedException {
        return figures("/benchmark-inside");
    }

    /** What the gate has counted since the platform started; empty where it has none. */
    Map<String, Long> traffic() throws IOException, InterruptedException {
        return figures("/benchmark-traffic");
    }

    private Map<String, Long> figures(String path) throws IOException, InterruptedException {
        Map<String, Long> figures = new TreeMap<>();
        get(path).body().lines().forEach(line -> {
            int space = line.lastIndexOf(' ');
            figures.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
        });
        return figures;
    }

    /** Installs and starts a bundle past the deployments; returns its id. */
    long start(Path jar) throws IOException, InterruptedException {
        String printed = shell("bundle:install -s " + word(jar));
        Matcher id = ID.matcher(printed);
        if (!id.find()) {
            throw new IOException("not installed: " + printed);
        }
        return Long.parseLong(id.group(1));
    }

    /** A file's address as one word: the shell takes an unquoted per cent sign, as in {@code %20}, for an expression. */
    static String word(Path file) {
        return "'" + file.toUri() + "'";
    }

    /** In place. */
    void update(long bundle, Path jar) throws IOException, InterruptedException {
        shell("bundle:update " + bundle + " " + word(jar));
    }

    /** Puts a JAR into the deploy folder; moved, so that the platform never sees half a file. */
    void deploy(Path jar, String name) throws IOException {
        Path half = Files.copy(jar, data.resolve(name + ".part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                half,
                data.resolve("deploy").resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Installs a plugin; returns the receipt. */
    Object install(Path jar) throws IOException, InterruptedException {
        return receipt(send(archive(request("/api/plugins?name=" + jar.getFileName()))
                .POST(HttpRequest.BodyPublishers.ofFile(jar))));
    }

    /** Upgrades a plugin; returns the receipt. */
    Object upgrade(String plugin, Path jar) throws IOException, InterruptedException {
        return receipt(put(plugin, jar));
    }

    private HttpResponse<String> put(String plugin, Path jar) throws IOException, InterruptedException {
        return send(archive(request("/api/plugins/" + plugin + "?name=" + jar.getFileName()))
                .PUT(HttpRequest.BodyPublishers.ofFile(jar)));
    }

    /** Takes a plugin back; returns the receipt. */
    Object rollBack(String plugin) throws IOException, InterruptedException {
        return receipt(send(request("/api/plugins/" + plugin + "/rollback").POST(HttpRequest.BodyPublishers.noBody())));
    }

    private static HttpRequest.Builder archive(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/java-archive");
    }

    /** Begins an upgrade; returns the receipt as it is then. */
    Object beginUpgrade(String plugin, Path jar) throws IOException, InterruptedException {
        HttpResponse<String> answer = put(plugin, jar);
        if (answer.statusCode() != 202) {
            throw new IOException("not begun: " + answer.body());
        }
        return Json.read(answer.body());
    }

    /** The receipt when the change is done; the problem where it was refused. */
    private Object receipt(HttpResponse<String> answer) throws IOException, InterruptedException {
        Object begun = Json.read(answer.body());
        return answer.statusCode() == 202 ? end(begun) : begun;
    }

    /** The receipt of a change that was begun, when it is done. */
    Object end(Object begun) throws IOException, InterruptedException {
        String path = "/api/receipts/" + Json.string(begun, "id");
        long end = System.nanoTime() + PATIENCE.toNanos();
        Object receipt = begun;
        while (Json.string(receipt, "outcome").equals("running")) {
            if (System.nanoTime() > end) {
                throw new IOException("not done after " + PATIENCE.toSeconds() + " s: " + receipt);
            }
            Thread.sleep(50);
            receipt = Json.read(get(path).body());
        }
        return receipt;
    }

    /** Waits for a path to answer with 200 and a text. */
    void await(String path, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (HttpResponse<String> answer = get(path);
                answer.statusCode() != 200 || !answer.body().contains(text);
                answer = get(path)) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        path + " did not say '" + text + "' but " + answer.statusCode() + " " + answer.body());
            }
            Thread.sleep(20);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
