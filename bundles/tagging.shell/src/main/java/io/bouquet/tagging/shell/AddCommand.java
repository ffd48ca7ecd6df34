package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.shell.Languages.Language;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nlp:add}. */
@Service
@Command(
        scope = "nlp",
        name = "add",
        description = "Installs the models of a language, and waits until they serve",
        detailedDescription =
                "nlp:languages lists the languages. The language stays installed after a restart. No other"
                        + " tagger stops meanwhile, and no request is lost.")
public final class AddCommand implements Action {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Reference
    Broker broker;

    @Reference
    FeaturesService features;

    @Argument(name = "language", description = "Code of the language, such as pl (ISO 639-1)", required = true)
    @Completion(AvailableLanguageCompleter.class)
    String code;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        run(System.out);
        return null;
    }

    void run(PrintStream out) throws InterruptedException {
        Languages languages = new Languages(features, broker);
        Language language = languages.get(code);
        if (language.state() == Languages.State.SERVING) {
            out.println(language.name() + " serves already: " + String.join(", ", language.layers()));
            return;
        }
        if (language.state() == Languages.State.AVAILABLE) {
            out.println("Installing the models for " + language.name());
            languages.install(language);
        }
        Set<String> layers = await(languages, language, out);
        out.println(language.name() + " serves: " + String.join(", ", layers));
    }

    /** Prints each tagger when it serves. Returns the layers. */
    private static Set<String> await(Languages languages, Language language, PrintStream out)
            throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Set<String> told = new HashSet<>();
        while (true) {
            // before the taggers, so that all that serve by then are told
            Language now = languages.get(language.code());
            List<TaggerInfo> taggers = languages.taggers(language);
            for (TaggerInfo tagger : taggers) {
                if (tagger.state() == TaggerInfo.State.FAILED) {
                    throw new IllegalStateException(tagger.name() + " does not serve: " + tagger.reason());
                }
                if (Languages.isDone(tagger) && told.add(tagger.name())) {
                    out.println("  " + tagger.name() + " " + tagger.version());
                }
            }
            if (now.state() == Languages.State.SERVING) {
                return now.layers();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the taggers of " + language.name() + " do not serve after "
                        + LONGEST.toSeconds() + " s; nlp:taggers --language " + language.code() + " says why");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
