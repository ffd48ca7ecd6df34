package io.bouquet.plugin.tool;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.engine.Summaries;
import io.bouquet.deploy.repository.Index;
import io.bouquet.deploy.repository.PublishedFolder;
import io.bouquet.deploy.repository.RepositoryException;
import io.bouquet.deploy.repository.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Publishes plugins in a folder that is a repository: copies their archives and writes the index. */
public final class Package {
    private static final String USAGE = """
            Usage: bouquet package --to FOLDER [--key FILE] [--replace] [PATH]...
                   bouquet package --new-key FILE

            Publishes plugins in the repository FOLDER, which is made if it does not exist. PATH is the project of a plugin,
            which is built if it has changed, or a JAR or KAR (default: the project in this folder). Any web server can
            serve FOLDER, and platforms also use it directly. 'plugin:repository-add NAME URL' makes it known to a platform.

              --to FOLDER     the repository
              --key FILE      sign the index with this private key, so that platforms notice every change by somebody else
              --replace       replace another build of the same version
              --new-key FILE  make a key, and print the public one for the platforms""";

    private Package() {}

    private record Options(
            @Nullable Path to, Optional<Path> key, Optional<Path> newKey, boolean replace, List<Path> paths) {}

    /** Takes the arguments of {@code bouquet package}. */
    public static void main(String[] args) {
        try {
            Options options = options(List.of(args));
            if (options.newKey().isPresent()) {
                newKey(options.newKey().get());
            } else {
                publish(options);
            }
        } catch (DevException | RepositoryException | RefusedException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            fail(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(String message) {
        System.err.println("bouquet: " + message);
        System.exit(1);
    }

    private static Options options(List<String> args) throws DevException {
        Path to = null;
        Optional<Path> key = Optional.empty();
        Optional<Path> newKey = Optional.empty();
        boolean replace = false;
        List<Path> paths = new ArrayList<>();
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            switch (arg) {
                case "--to" -> to = value(arg, rest);
                case "--key" -> key = Optional.of(value(arg, rest));
                case "--new-key" -> newKey = Optional.of(value(arg, rest));
                case "--replace" -> replace = true;
                case "-h", "--help" -> {
                    System.out.println(USAGE);
                    System.exit(0);
                }
                default -> {
                    if (arg.startsWith("-")) {
                        throw new DevException("package has no option '" + arg + "'; see bouquet package --help");
                    }
                    paths.add(Path.of(arg).toAbsolutePath().normalize());
                }
            }
        }
        if (newKey.isPresent() && (to != null || key.isPresent() || !paths.isEmpty())) {
            throw new DevException("--new-key only makes a key; publish with it in a second call");
        }
        if (paths.isEmpty()) {
            paths.add(Path.of("").toAbsolutePath());
        }
        return new Options(to, key, newKey, replace, paths);
    }

    private static Path value(String option, Iterator<String> rest) throws DevException {
        if (!rest.hasNext()) {
            throw new DevException(option + " needs a value; see bouquet package --help");
        }
        return Path.of(rest.next()).toAbsolutePath().normalize();
    }

    private static void newKey(Path file) throws IOException, DevException {
        KeyPair pair = SigningKeys.generate();
        try {
            Files.writeString(file, "", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new DevException(
                    file + " exists; nobody could publish with the key in it any more. Take another name");
        }
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        Files.writeString(file, SigningKeys.pem(pair.getPrivate()));
        System.out.println("The private key is in " + file + ". Keep it secret, and keep a copy: without it, nobody can"
                + " publish in the repository.");
        System.out.println("Platforms need the public key, in the configuration of the repository:");
        System.out.println("key = " + SigningKeys.text(pair.getPublic()));
    }

    private static void publish(Options options)
            throws IOException, InterruptedException, DevException, RepositoryException {
        Path folder = options.to();
        if (folder == null) {
            throw new DevException("package needs the folder of the repository: --to FOLDER");
        }
        Optional<PrivateKey> key = options.key().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        SigningKeys.privateKey(Files.readString(options.key().get())));
        List<Path> archives = new ArrayList<>();
        for (Path path : options.paths()) {
            archives.add(archive(path));
        }
        PublishedFolder published = new PublishedFolder(folder, key);
        for (Path archive : archives) {
            ArchiveSummary summary = Summaries.of(archive, String.valueOf(archive.getFileName()), Long.MAX_VALUE);
            Optional<String> file = published.add(archive, summary, options.replace());
            System.out.println(summary.name() + " " + summary.version()
                    + file.map(name -> " → " + folder.resolve(name)).orElse(" is published already"));
            summary.rows()
                    .forEach(row -> System.out.println(
                            String.format(Locale.ROOT, "  %-11s %s", row.kind(), String.join(", ", row.values()))));
        }
        published
                .removed()
                .forEach(missing ->
                        System.out.println(missing + " leaves the index: its archive is not in the folder any more"));
        Index index = published.write();
        System.out.println("The index " + folder.resolve(Index.FILE) + " has "
                + index.plugins().size()
                + (index.plugins().size() == 1 ? " archive" : " archives")
                + (key.isPresent()
                        ? ", and is signed. Platforms need: key = " + SigningKeys.text(SigningKeys.publicOf(key.get()))
                        : ", and is not signed. Sign it with --key before you serve it to other machines"));
    }

    /** Returns an archive, or the one that a project's build makes. */
    private static Path archive(Path path) throws IOException, InterruptedException, DevException {
        if (Files.isRegularFile(path)) {
            return path;
        }
        Path pom = path.resolve("pom.xml");
        if (!Files.exists(pom)) {
            throw new DevException((Files.exists(path) ? path + " has no pom.xml" : "there is no " + path)
                    + ": name the folder of a plugin's Maven project, or a JAR or KAR, such as the one that Gradle makes in"
                    + " build/libs");
        }
        Pom project = Pom.read(pom);
        String name =
                project.coordinates().artifactId() + "-" + project.coordinates().version();
        Optional<Path> built = made(path, name);
        if (built.isEmpty() || !isNew(built.get(), path)) {
            build(path);
            built = made(path, name);
        }
        return built.orElseThrow(
                () -> new DevException("the build of " + path + " has made neither target/" + name + ".kar nor target/"
                        + name + ".jar: publish the modules of the project one by one, or name the archive"));
    }

    private static Optional<Path> made(Path project, String name) {
        return Stream.of(".kar", ".jar")
                .map(ending -> project.resolve("target").resolve(name + ending))
                .filter(Files::exists)
                .findFirst();
    }

    /** Whether an archive is newer than all sources of its project. */
    private static boolean isNew(Path archive, Path project) throws IOException {
        long made = archive.toFile().lastModified();
        return Snapshot.of(List.of(project.resolve("pom.xml"), project.resolve("bnd.bnd"), project.resolve("src")))
                .files()
                .values()
                .stream()
                .allMatch(file -> made >= file.modified().toMillis());
    }

    private static void build(Path project) throws IOException, InterruptedException, DevException {
        System.out.println("Building " + project + " …");
        Path target = Files.createDirectories(project.resolve("target"));
        Path log = target.resolve("bouquet-package.log");
        Process maven = new ProcessBuilder(Maven.program(project), "-B", "-ntp", "package")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (maven.waitFor() != 0) {
            throw new DevException(
                    "Maven cannot build " + project + ":" + Maven.errors(log) + "\nAll its output is in " + log);
        }
    }
}
