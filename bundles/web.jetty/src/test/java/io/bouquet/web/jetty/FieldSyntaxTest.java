package io.bouquet.web.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain; charset=utf-8",
                "text/plain;charset=\"utf-8\"",
                "application/problem+json ; a=\"b\\\"c\" ;; d=e",
                "multipart/form-data; boundary=----WebKit_'(x"
            })
    void readsAContentType(String value) {
        // the last one is what a browser would quote
        assertThat(FieldSyntax.isMediaType(value)).isEqualTo(!value.contains("("));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "/",
                "text/",
                "text/plain; charset=\"utf-8",
                "text/plain; charset=\"utf-8\\\"",
                "text/plain; charset",
                "text/plain; charset=",
                "text/plain, text/html",
                "text/plain x",
                "té/plain",
                "text / plain"
            })
    void refusesABrokenContentType(String value) {
        assertThat(FieldSyntax.isMediaType(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
                "application/json;q=0.123;ext, , text/*"
            })
    void readsAcceptHeaders(String value) {
        assertThat(FieldSyntax.isMediaRanges(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "html",
                "text/",
                "a/b;q=2",
                "a/b;q=x",
                "a/b;q",
                "a/b;q=",
                "a/b c/d",
                "*x",
                "a/b;c=\"",
                "a/b;q=.",
                "/"
            })
    void refusesBrokenRanges(String value) {
        assertThat(FieldSyntax.isMediaRanges(value)).isFalse();
    }

    @Test
    void readsNamesWithWeights() {
        assertThat(FieldSyntax.isWeightedNames("gzip, deflate;q=0.5, *;q=0")).isTrue();
        assertThat(FieldSyntax.isWeightedNames("de-DE,de;q=0.9,en_US;q=0.8")).isTrue();
        assertThat(FieldSyntax.isWeightedNames("de;q=-1")).isFalse();
        assertThat(FieldSyntax.isWeightedNames("de/en")).isFalse();
        assertThat(FieldSyntax.isWeightedNames("\"de\"")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b&c", "a=%20%C3%A4%E2%82%AC%F0%9F%8C%B8", "%00", "a+b"})
    void readsAQuery(String query) {
        assertThat(FieldSyntax.isQuery(query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x%",
                "a=%z",
                "a=%zz",
                "%4",
                "%ff",
                "%C3",
                "%C3x",
                "%C0%80",
                "%ED%A0%80",
                "%F5%80%80%80",
                "%E2%82"
            })
    void refusesAQueryWithBrokenEscapes(String query) {
        assertThat(FieldSyntax.isQuery(query)).isFalse();
    }

    @Test
    void readsAHostileValueInTimeThatGrowsWithItsLength() {
        String spaces = " ".repeat(8000);
        assertThat(FieldSyntax.isMediaType("a/b;" + spaces + ";" + spaces + "\""))
                .isFalse();
        assertThat(FieldSyntax.isMediaRanges("a/b;c=\"" + "\\a".repeat(8000))).isFalse();
    }
}
