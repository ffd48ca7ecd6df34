package io.bouquet.benchmarks;

import edu.stanford.nlp.pipeline.CoreDocument;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * CoreNLP, called in this process, and Bouquet, asked over REST, in turn over the same texts: tokens, sentences, parts of
 * speech, lemmas and entities. HTTP and JSON count against Bouquet only.
 */
public final class CoreNlpPeer {
    private static final int THREADS = 2;
    private static final int BATCH = 50;
    private static final int ROUNDS = 7;
    private static final long SECOND = 1_000_000_000L;

    private CoreNlpPeer() {}

    /** @param args the folder with the distribution's archive, and one for data */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path home = unpacked(Path.of(args[0]), Path.of(args[1]));
        List<String> texts = Texts.made().next(4_000);
        StanfordCoreNLP pipeline = pipeline();
        System.out.println(missing());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Server server = new Server(home, Path.of(args[1]).resolve("data"))) {
            server.start();
            List<byte[]> batches = batches(server, texts);
            // until the JVMs have compiled what runs often
            coreNlp(threads, pipeline, texts, 40 * SECOND);
            bouquet(server, batches, 40 * SECOND);
            double[] theirs = new double[ROUNDS];
            double[] ours = new double[ROUNDS];
            double[] ratio = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                theirs[i] = coreNlp(threads, pipeline, texts, 5 * SECOND);
                ours[i] = bouquet(server, batches, 5 * SECOND);
                ratio[i] = ours[i] / theirs[i];
            }
            System.out.printf(
                    Locale.ROOT,
                    "| texts/s, %d threads: Bouquet over REST; CoreNLP in process; **ratio**, pair by pair | %s; %s; **%s** |%n",
                    THREADS,
                    new Figures(ours).text("%.0f"),
                    new Figures(theirs).text("%.0f"),
                    new Figures(ratio).text("%.1f"));
        } finally {
            threads.shutdownNow();
        }
    }

    private static StanfordCoreNLP pipeline() {
        Properties properties = new Properties();
        properties.setProperty("annotators", "tokenize,pos,lemma,ner");
        // names only, as in Bouquet: without numbers, dates and the rules that make names finer
        properties.setProperty("ner.applyNumericClassifiers", "false");
        properties.setProperty("ner.applyFineGrained", "false");
        properties.setProperty("ner.useSUTime", "false");
        properties.setProperty("ner.buildEntityMentions", "true");
        return new StanfordCoreNLP(properties);
    }

    private static String missing() {
        return "CoreNLP makes no sentiment here (it needs a parse, which takes many times as long), and is called without"
                + " HTTP and JSON. Bouquet makes no numbers, dates and fine-grained entities (which are off in CoreNLP), no"
                + " parse and no coreference.";
    }

    private static double coreNlp(ExecutorService threads, StanfordCoreNLP pipeline, List<String> texts, long nanos)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i * texts.size() / THREADS;
            running.add(threads.submit(() -> {
                int count = 0;
                while (System.nanoTime() - begin < nanos) {
                    CoreDocument document = new CoreDocument(texts.get((first + count++) % texts.size()));
                    pipeline.annotate(document);
                    if (document.tokens().isEmpty()) {
                        throw new IllegalStateException("CoreNLP found no tokens");
                    }
                }
                return count;
            }));
        }
        int count = 0;
        for (Future<Integer> one : running) {
            count += one.get();
        }
        return count * 1e9 / (System.nanoTime() - begin);
    }

    private static double bouquet(Server server, List<byte[]> batches, long nanos)
            throws IOException, InterruptedException {
        Load.Run run = Load.run(server.port(), THREADS, nanos, batches);
        if (run.failed() > 0) {
            throw new IOException(run.failed() + " batches were not answered with 200");
        }
        return run.perSecond() * BATCH;
    }

    private static List<byte[]> batches(Server server, List<String> texts) {
        List<byte[]> batches = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += BATCH) {
            StringBuilder body = new StringBuilder("{\"language\":\"en\",\"layers\":[\"sentences\",\"tokens\",\"pos\","
                    + "\"lemmas\",\"entities\"],\"documents\":[");
            for (int j = 0; j < BATCH; j++) {
                body.append(j == 0 ? "" : ",")
                        .append("{\"id\":\"")
                        .append(j)
                        .append("\",\"text\":\"")
                        .append(texts.get(i + j).replace("\\", "\\\\").replace("\"", "\\\""))
                        .append("\"}");
            }
            batches.add(server.bytes("POST", "/api/annotate/batch", body.append("]}").toString()));
        }
        return batches;
    }

    private static Path unpacked(Path assembly, Path work) throws IOException, InterruptedException {
        Path archive = only(assembly, ".tar.gz");
        Path home = Files.createDirectories(work.resolve("home"));
        int code = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", home.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("could not unpack " + archive);
        }
        return only(home, "");
    }

    private static Path only(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing that ends with '" + suffix + "' in " + folder));
        }
    }
}
