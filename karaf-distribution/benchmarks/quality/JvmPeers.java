import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetector;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.MissingResourceException;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import opennlp.tools.util.Span;

/** Peers on the JVM for {@link Quality}: {@code opennlp}, with its models and without rules of ours, or {@code lingua}. */
public final class JvmPeers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JvmPeers() {}

    private interface Peer {
        void say(String task, String text, ObjectNode answer);
    }

    public static void main(String[] args) throws IOException {
        Peer peer = args[0].equals("opennlp") ? openNlp() : lingua();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode asked = JSON.readTree(line);
            ObjectNode answer = JSON.createObjectNode();
            peer.say(asked.path("task").asText(), asked.path("text").asText(), answer);
            out.println(answer);
        }
    }

    private static Peer openNlp() throws IOException {
        LanguageDetectorME languages = new LanguageDetectorME(new LanguageDetectorModel(open("langdetect-183.bin")));
        SentenceDetectorME sentences =
                new SentenceDetectorME(new SentenceModel(open("opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin")));
        TokenizerME tokens = new TokenizerME(new TokenizerModel(open("opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin")));
        return (task, text, answer) -> {
            switch (task) {
                case "language" -> answer.put(task, shortest(languages.predictLanguage(text).getLang()));
                case "sentences" -> spans(sentences.sentPosDetect(text), task, answer);
                case "tokens" -> spans(tokens.tokenizePos(text), task, answer);
                default -> {}
            }
        };
    }

    private static Peer lingua() {
        LanguageDetector detector = LanguageDetectorBuilder.fromAllLanguages().build();
        return (task, text, answer) -> {
            if (task.equals("language")) {
                Language language = detector.detectLanguageOf(text);
                answer.put(
                        task,
                        language == Language.UNKNOWN
                                ? "und"
                                : language.getIsoCode639_1().toString().toLowerCase(Locale.ROOT));
            }
        };
    }

    private static void spans(Span[] spans, String task, ObjectNode answer) {
        var array = answer.putArray(task);
        for (Span span : spans) {
            array.addArray().add(span.getStart()).add(span.getEnd());
        }
    }

    private static String shortest(String iso3) {
        if (iso3.equals("cmn")) {
            return "zh";
        }
        for (String code : Locale.getISOLanguages()) {
            try {
                if (new Locale(code).getISO3Language().equals(iso3)) {
                    return code;
                }
            } catch (MissingResourceException none) {
                // a code without a longer one
            }
        }
        return iso3;
    }

    private static InputStream open(String model) {
        return JvmPeers.class.getResourceAsStream("/" + model);
    }
}
