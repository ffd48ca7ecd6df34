package io.bouquet.benchmarks;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.onnx.Encoder;
import io.bouquet.tagging.onnx.Pooling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Embeddings of short texts: the encoder with many callers, and with one caller of many texts, against a loop that runs the
 * same model on the same pieces, in batches of similar length, and does nothing with the result. All in this process.
 */
final class EmbeddingsBenchmark implements Benchmark {
    private static final String MODEL = "bge-small-en-v1.5-q.onnx";
    private static final String TOKENIZER = "bge-small-en-v1.5-q-tokenizer.json";
    private static final int TEXTS = 1_024;
    private static final int CALLERS = 32;
    private static final int BATCH = 32;
    private static final int WINDOW = 256;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Embeds texts once, and returns how many. */
    private interface Side {
        int run() throws OrtException, InterruptedException;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        byte[] model = file(bench.home(), MODEL);
        byte[] tokenizer = file(bench.home(), TOKENIZER);
        List<String> sentences = sentences(bench);
        List<AnnotatedText> texts =
                sentences.stream().map(EmbeddingsBenchmark::annotated).toList();
        try (Encoder encoder = new Encoder(
                        "bge",
                        () -> new ByteArrayInputStream(model),
                        () -> new ByteArrayInputStream(tokenizer),
                        Pooling.CLS,
                        WINDOW,
                        "");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            encoder.tag(texts.get(0));
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession session = environment.createSession(model, options)) {
                List<long[]> pieces = pieces(new String(tokenizer, StandardCharsets.UTF_8), sentences);
                compare(
                        bench,
                        () -> bare(environment, session, pieces),
                        () -> callers(encoder, texts),
                        () -> encoder.tagAll(texts).size());
            }
        } catch (OrtException failure) {
            throw new IOException(failure);
        }
    }

    private static void compare(Bench bench, Side bare, Side callers, Side one)
            throws OrtException, InterruptedException {
        int rounds = bench.rounds(9);
        double[][] figures = new double[6][rounds];
        double[] callersRatio = new double[rounds];
        double[] oneRatio = new double[rounds];
        bare.run();
        callers.run();
        one.run();
        for (int i = 0; i < rounds; i++) {
            List<Side> sides = List.of(bare, callers, one);
            for (int side = 0; side < sides.size(); side++) {
                long processor = SYSTEM.getProcessCpuTime();
                long begin = System.nanoTime();
                int texts = 0;
                while (System.nanoTime() - begin < bench.nanos(3)) {
                    texts += sides.get(side).run();
                }
                figures[2 * side][i] = texts / ((System.nanoTime() - begin) / 1e9);
                figures[2 * side + 1][i] = texts / ((SYSTEM.getProcessCpuTime() - processor) / 1e9);
            }
            callersRatio[i] = figures[2][i] / figures[0][i];
            oneRatio[i] = figures[4][i] / figures[0][i];
        }
        bench.title("embeddings of sentences, BGE small", "texts/s; texts per processor-second; **ratio to bare**");
        bench.row("bare loop, batches of " + BATCH, "%s; %s", text(figures[0]), text(figures[1]));
        bench.row(
                CALLERS + " callers, one text each",
                "%s; %s; **%s**",
                text(figures[2]),
                text(figures[3]),
                new Figures(callersRatio).text("%.2f"));
        bench.row(
                "one caller, " + TEXTS + " texts",
                "%s; %s; **%s**",
                text(figures[4]),
                text(figures[5]),
                new Figures(oneRatio).text("%.2f"));
    }

    private static String text(double[] figures) {
        return new Figures(figures).text("%.0f");
    }

    private static int callers(Encoder encoder, List<AnnotatedText> texts) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int c = 0; c < CALLERS; c++) {
            Thread caller = new Thread(() -> {
                for (int i = next.getAndIncrement(); i < texts.size(); i = next.getAndIncrement()) {
                    encoder.tag(texts.get(i));
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return texts.size();
    }

    /** Runs all pieces in batches; those of a batch have a similar length. */
    private static int bare(OrtEnvironment environment, OrtSession session, List<long[]> sorted) throws OrtException {
        for (int begin = 0; begin < sorted.size(); begin += BATCH) {
            List<long[]> batch = sorted.subList(begin, Math.min(sorted.size(), begin + BATCH));
            int length = batch.get(batch.size() - 1).length;
            long[] ids = new long[batch.size() * length];
            long[] mask = new long[ids.length];
            for (int i = 0; i < batch.size(); i++) {
                System.arraycopy(batch.get(i), 0, ids, i * length, batch.get(i).length);
                Arrays.fill(mask, i * length, i * length + batch.get(i).length, 1);
            }
            long[] shape = {batch.size(), length};
            try (OnnxTensor first = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                    OnnxTensor second = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                    OnnxTensor third =
                            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                    OrtSession.Result result = session.run(
                            Map.of("input_ids", first, "attention_mask", second, "token_type_ids", third))) {
                ((OnnxTensor) result.get(0)).getFloatBuffer();
            }
        }
        return sorted.size();
    }

    /** Returns the pieces of the sentences, with those before and after, the shortest first. */
    private static List<long[]> pieces(String tokenizer, List<String> sentences) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long handle = library.createTokenizerFromString(tokenizer);
        library.disablePadding(handle);
        library.disableTruncation(handle);
        List<long[]> pieces = new ArrayList<>();
        for (String sentence : sentences) {
            long encoding = library.encode(handle, sentence, true);
            pieces.add(library.getTokenIds(encoding));
            library.deleteEncoding(encoding);
        }
        library.deleteTokenizer(handle);
        pieces.sort(Comparator.comparingInt(ids -> ids.length));
        return pieces;
    }

    private static List<String> sentences(Bench bench) {
        List<String> sentences = new ArrayList<>();
        while (sentences.size() < TEXTS) {
            for (String text : bench.texts().next(TEXTS)) {
                sentences.addAll(List.of(text.split("(?<=[.!?]) ")));
            }
        }
        return sentences.subList(0, TEXTS);
    }

    /** Returns a text of one sentence, whose words are its tokens. */
    private static AnnotatedText annotated(String sentence) {
        List<Annotation> tokens = new ArrayList<>();
        int begin = 0;
        for (String word : sentence.split(" ")) {
            tokens.add(new Annotation(new Span(begin, begin + word.length()), ""));
            begin += word.length() + 1;
        }
        Layers layers = Layers.of(Layers.SENTENCES, List.of(new Annotation(Span.of(sentence), "")))
                .with(Layers.TOKENS, tokens);
        return new AnnotatedText(sentence, "en", layers);
    }

    /** Returns a file of the model bundle in the distribution. */
    private static byte[] file(Path home, String name) throws IOException {
        Path folder = home.resolve("system/io/bouquet/tagging.models.embeddings-en");
        try (Stream<Path> files = Files.walk(folder)) {
            Path bundle = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no bundle in " + folder));
            try (JarFile jar = new JarFile(bundle.toFile());
                    InputStream in = jar.getInputStream(jar.getEntry(name))) {
                return in.readAllBytes();
            }
        }
    }
}
