package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits with the lists of the shipped languages. {@code //} is where a sentence ends, {@code |} a token without a space. */
class SplittersTest {
    private final SplitterEngine engine = new SplitterEngine();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fr: M.| Dupont est arrivé à Paris vers 9 h|.// Il n'|a rien dit|.",
                "fr: L'|hôtel|, près de la gare|, coûte 89,50 €|.// Qu'|en pensez|-vous| ?",
                "fr: Aujourd'hui|, Mme| Martin présente son livre|, p.ex.| le troisième|.",
                "fr: « |Arrêtez |! » cria|-t-elle|.// Personne ne bougea|.",
                "es: El Sr.| Gómez vive en Madrid desde 1998|.// Trabaja en un banco|.",
                "es: ¿|Cuánto cuesta|?// ¡|Demasiado|!// Son 3,50 € por persona|.",
                "es: Llegó a las 10:30|, p.ej.| con Ana|, y se fue|.",
                "es: La Dra.| Ruiz no vino|.// Estaba enferma|.",
                "it: Il sig.| Rossi abita a Roma|.// Lavora all'|università dal 2010|.",
                "it: Quest'|anno l'|estate è stata calda|.// Chi l'|ha detto|?",
                "it: Il prezzo è di 12,50 euro|, IVA inclusa|.// Troppo|!",
                "it: La prof.ssa| Bianchi è arrivata|, ecc.|, ma non ha parlato|.",
                "nl: Dhr.| de Vries woont in Amsterdam|.// Hij werkt bij een bank|.",
                "nl: Het kost ca.| 3,50 euro|, incl.| btw|.// Dat is veel|!",
                "nl: We komen 's ochtends om 9:30 aan|.// Waar ben je|?",
                "nl: Foto's van o.a.| Jan en Piet hangen in de gang|.",
                "pt: O Sr.| Silva mora em Lisboa desde 1998|.// Trabalha num banco|.",
                "pt: Quanto custa|?// São 3,50 € por pessoa|.// É caro|!",
                "pt: A reunião é às 10:30 na Av.| Central|, p.ex.| na sala 2|.",
                "pt: A Dra.| Costa não veio|.// Estava doente|.",
                "ca: El Sr.| Puig viu a Girona|.// Treballa en una escola|.",
                "ca: L'|home va arribar a l'|estació|.// D'|on ve|?",
                "ca: Costa 3,50 € per persona|.// És massa|!",
                "ca: La Dra.| Soler no va venir|, etc.|, però va escriure|.",
                "ro: Dl.| Popescu locuiește în București|.// Lucrează la o bancă|.",
                "ro: Cât costă|?// Prețul este 3,50 lei|.// E mult|!",
                "ro: Ne vedem la 10:30 pe str.| Lungă nr.| 5|.",
                "ro: Cartea are 300 de pagini|.// Este bună|.",
                "da: Hr.| Hansen bor i Aarhus|.// Han arbejder i en bank|.",
                "da: Den 5.| juni er en helligdag|.// Butikkerne er lukkede|.",
                "da: Det koster ca.| 3,50 kr.| pr.| stk|.// Er det dyrt|?",
                "da: Vi kommer kl.| 9:30|, dvs.| om en time|.",
                "sv: Dr.| Lindgren bor i Uppsala|.// Hon arbetar på ett sjukhus|.",
                "sv: Det kostar ca.| 3,50 kronor|.// Är det dyrt|?",
                "sv: Vi kommer kl.| 9:30|, t.ex.| med tåg|.",
                "sv: Tåget var sent|.// Ingen klagade|!",
                "no: Hr.| Hansen bor i Bergen|.// Han jobber i en bank|.",
                "no: Den 17.| mai er en høytidsdag|.// Butikkene er stengt|.",
                "no: Det koster ca.| 3,50 kroner|.// Er det dyrt|?",
                "no: Vi kommer kl.| 9:30|, f.eks.| med tog|.",
                "fi: Tri| Virtanen asuu Helsingissä|.// Hän työskentelee sairaalassa|.",
                "fi: Juna lähtee klo| 9.30|.// Myöhästymme|!",
                "fi: Se maksaa n.| 3,50 euroa|.// Onko se paljon|?",
                "fi: Hän syntyi 5.| kesäkuuta 1990|.// Hän on esim.| lääkäri|.",
                "pl: Dr Kowalski mieszka w Krakowie|.// Pracuje w szpitalu|.",
                "pl: Pociąg odjeżdża o godz.| 9:30|.// Spóźnimy się|!",
                "pl: To kosztuje ok.| 3,50 zł|.// Czy to dużo|?",
                "pl: Prof.| Nowak napisał m.in.| dwie książki|.// Są dobre|.",
                "cs: Pan Novák bydlí v Brně|.// Pracuje v nemocnici|.",
                "cs: Vlak jede v 9:30|.// Přijdeme pozdě|!",
                "cs: Stojí to cca| 3,50 Kč|.// Je to moc|?",
                "cs: Prof.| Dvořák napsal např.| dvě knihy|.// Jsou dobré|.",
                "sk: Pán Novák býva v Košiciach|.// Pracuje v nemocnici|.",
                "sk: Vlak ide o 9:30|.// Prídeme neskoro|!",
                "sk: Stojí to cca| 3,50 eura|.// Je to veľa|?",
                "sk: Prof.| Horák napísal napr.| dve knihy|.// Sú dobré|.",
                "ru: Он живёт в Москве|.// Работает в банке|.",
                "ru: Сколько это стоит|?// Цена около 3,50 руб|.",
                "ru: Проф.| Иванов написал две книги|, т.е.| роман и повесть|.",
                "ru: Поезд отходит в 9:30|.// Мы опоздаем|!",
                "uk: Він живе у Львові|.// Працює в банку|.",
                "uk: Скільки це коштує|?// Ціна 3,50 грн|.",
                "uk: Проф.| Коваль написав п'ять книг|, напр.| роман|.",
                "uk: Потяг вирушає о 9:30|.// Ми запізнимося|!",
                "bg: Той живее в София|.// Работи в банка|.",
                "bg: Колко струва|?// Цената е 3,50 лв|.",
                "bg: Проф.| Иванов написа две книги|, напр.| роман|.",
                "bg: Влакът тръгва в 9:30|.// Ще закъснеем|!",
                "el: Ο κ.| Παπαδόπουλος ζει στην Αθήνα|.// Εργάζεται σε τράπεζα|.",
                "el: Πόσο κάνει|;",
                "el: Κοστίζει 3,50 ευρώ|, π.χ.| την Κυριακή|.",
                "el: Το τρένο φεύγει στις 9:30|.// Θα αργήσουμε|!",
                "hu: Dr.| Kovács Budapesten él|.// Egy kórházban dolgozik|.",
                "hu: Mennyibe kerül|?// Ez 350 Ft|.",
                "hu: A vonat 9:30-kor indul|.// Elkésünk|!",
                "hu: Sokat utazik|, pl.| Bécsbe|, stb.|, de most itthon van|.",
                "tr: Dr.| Yılmaz Ankara'da yaşıyor|.// Bir hastanede çalışıyor|.",
                "tr: Bu ne kadar|?// Fiyatı 3,50 lira|.",
                "tr: Tren 9:30'da kalkıyor|.// Geç kalacağız|!",
                "tr: Prof.| Demir iki kitap yazdı|.// Kitaplar çok iyi|.",
            })
    void splits(String sample) throws Exception {
        String language = sample.substring(0, 2);
        String marked = sample.substring(4);
        AnnotatedText text = tagged(marked.replace("|", "").replace("//", ""), language);
        assertThat(Models.covered(text, Layers.SENTENCES))
                .isEqualTo(Stream.of(marked.replace("|", "").split("//"))
                        .map(String::strip)
                        .toList());
        assertThat(Models.covered(text, Layers.TOKENS))
                .isEqualTo(Stream.of(marked.replace("//", "").split("[| ]"))
                        .filter(token -> !token.isEmpty())
                        .toList());
    }

    @Test
    void keepsWhatIsWholeInAnyLanguage() throws Exception {
        AnnotatedText text =
                tagged("Écrivez à @ana ou a.b@example.org 👩‍👩‍👧 à 10:30, c'est sur https://example.org/a !", "fr");
        assertThat(Models.covered(text, Layers.TOKENS))
                .contains("@ana", "a.b@example.org", "👩‍👩‍👧", "10:30", "c'", "est", "https://example.org/a");
    }

    @Test
    void timeGrowsLinearlyWithHostileWords() throws Exception {
        String word = "l'".repeat(50_000) + "a-".repeat(50_000) + "1.".repeat(50_000);
        AnnotatedText text = tagged(word, "fr");
        assertThat(text.layer(Layers.TOKENS).stream().map(text::textOf).collect(Collectors.joining()))
                .isEqualTo(word);
    }

    @Test
    void plansAndRefusesLikeOtherEngines() {
        assertThat(engine.plan(declaration("tokens", "fr")))
                .isEqualTo(new ModelPlan(List.of("sentences"), List.of("tokens")));
        assertThat(engine.plan(declaration("sentences", "fr")))
                .isEqualTo(new ModelPlan(List.of(), List.of("sentences")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.plan(declaration("tokens", "")))
                .withMessageContaining("add language=");
    }

    @Test
    void doesNotTagBeforeItsListIsLoaded() {
        Tagger tagger = engine.tagger(declaration("tokens", "fr"), new Lists());
        assertThatThrownBy(() -> tagger.tag(new AnnotatedText("Oui.", "fr")))
                .hasMessage("the list 'fr/words.txt' is not loaded");
    }

    private AnnotatedText tagged(String text, String language) throws Exception {
        AnnotatedText annotated = new AnnotatedText(text, language);
        for (String kind : engine.kinds()) {
            Tagger tagger = engine.tagger(declaration(kind, language), new Lists());
            tagger.load();
            annotated = annotated.with(tagger.tag(annotated));
        }
        return annotated;
    }

    private static ModelDeclaration declaration(String kind, String language) {
        List<String> languages = language.isEmpty() ? List.of() : List.of(language);
        return new ModelDeclaration(
                language + "/words.txt", "splitter", kind, kind + "-" + language, languages, List.of(), Map.of());
    }

    /** The lists in the sources of the model bundles. */
    private static final class Lists implements ModelFiles {
        @Override
        public InputStream open(String path) throws IOException {
            return Files.newInputStream(Path.of("../tagging.models").resolve(path));
        }

        @Override
        public @Nullable Path dataFile(String name) {
            return null;
        }
    }
}
