package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | Hello
            en | Are you Dominant
            en | 😀 Power 𐐀 is our gooal my ninja
            en | I love you
            en | Great job, team!
            en | Barack Obama was born in Honolulu, Hawaii, on August 4, 1961.
            en | The European Union fined Meta 1.2 billion euros.
            en | Lionel Messi plays for Inter Miami.
            en | The patient denies chest pain.
            en | Deutsche Bank AG is based in Frankfurt am Main.
            en | angela merkel visited paris
            en | English Deutsch Français Español 日本語 Welcome to our shop. We sell shoes and boots for all seasons.
            es | El concepto que originó la creación de Pokémon, y por ende de rojo y azul, surgió a raíz del pasatiempo.
            en | Mr. O'Neil-Smith flew from São Paulo to Zürich.
            en | Angela Merkel met Tim Cook in Berlin.
            en | Anna met Max in Amsterdam.
            nl | De man komt met de trein.
            es | muchas gracias amigo
            fr | Merci beaucoup
            it | Buongiorno a tutti
            de | Guten Morgen
            de | Das ist gut
            nl | dank je wel
            pt | muito obrigado senhor
            sv | tack så mycket
            pl | dziękuję bardzo
            ru | как дела
            ru | Привет мир
            uk | добрий день друзі
            bg | благодаря много
            zh | 你好，世界。
            ja | 東京は日本の首都です。
            ko | 안녕하세요
            ar | مرحبا بالعالم
            fa | سلام چطوری دوست من
            he | שלום עולם
            el | Καλημέρα σε όλους
            hi | नमस्ते दुनिया कैसे हो
            th | สวัสดีครับ
            und | TL IBEM WILXL WYVWIX WB OL XLEK-LUHMLCW WIPW PEE DLC PYL
            und | 1234
            und | 👍
            """)
    void detects(String language, String text) {
        Annotation detected = Models.language()
                .tag(new AnnotatedText(text, ""))
                .get(Layers.LANGUAGE)
                .get(0);
        assertThat(detected.label()).isEqualTo(language);
        assertThat(detected.score()).isBetween(0.0, 1.0);
    }
}
