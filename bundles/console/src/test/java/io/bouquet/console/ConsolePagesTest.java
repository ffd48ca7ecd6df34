package io.bouquet.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.console.ConsolePages.Mounted;
import io.bouquet.console.spi.ConsolePage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePagesTest {
    private final ConsolePages pages = new ConsolePages();
    private final ConsolePage one = new NotePage();
    private final ConsolePage other = new NotePage();

    @Test
    void ordersPagesByPlaceAndTitle() {
        pages.addPage(one, Map.of("console.page.path", "c", "console.page.title", "C"));
        pages.addPage(other, Map.of("console.page.path", "b", "console.page.title", "B"));
        pages.addPage(new NotePage(), Map.of("console.page.path", "z", "console.page.order", 1));

        assertThat(pages.list()).extracting(Mounted::path).containsExactly("z", "b", "c");
    }

    @Test
    void keepsTheNewPageOfAPathWhenTheOldOneGoes() {
        pages.addPage(one, Map.of("console.page.path", "same"));
        pages.addPage(other, Map.of("console.page.path", "same"));

        pages.removePage(one);

        assertThat(pages.at("same")).map(Mounted::page).containsSame(other);
        assertThat(pages.list()).hasSize(1);
    }

    @Test
    void prefersTheHigherRankingOfOnePath() {
        pages.addPage(one, Map.of("console.page.path", "same"));
        pages.addPage(other, Map.of("console.page.path", "same", "service.ranking", 5));

        assertThat(pages.at("same")).map(Mounted::page).containsSame(other);
        assertThat(pages.list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "login", "logout", "assets", "a/b", "..", "A", "a b"})
    void doesNotShowAPageWhosePathIsUnfit(String path) {
        pages.addPage(one, Map.of("console.page.path", path));

        assertThat(pages.list()).isEmpty();
    }
}
