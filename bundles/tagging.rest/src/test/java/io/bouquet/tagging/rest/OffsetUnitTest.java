package io.bouquet.tagging.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetUnitTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "Grüße",
                "e\u0301tude",
                "a😀b",
                "👩‍👩‍👧‍👦 family",
                "مرحبا بالعالم",
                "שלום",
                "日本語",
                "nul\u0000nul",
                "😀"
            })
    void agreesWithTheEncodersAtEveryCharacter(String text) {
        IntUnaryOperator utf8 = OffsetUnit.UTF8.from16(text);
        IntUnaryOperator utf16 = OffsetUnit.UTF16.from16(text);
        IntUnaryOperator utf32 = OffsetUnit.UTF32.from16(text);
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                String before = text.substring(0, i);
                assertThat(utf8.applyAsInt(i)).isEqualTo(before.getBytes(StandardCharsets.UTF_8).length);
                assertThat(utf16.applyAsInt(i)).isEqualTo(i);
                assertThat(utf32.applyAsInt(i)).isEqualTo(before.codePointCount(0, i));
            }
        }
    }

    @Test
    void countsAnOffsetWithinAPairAsThatOfThePair() {
        assertThat(OffsetUnit.UTF8.from16("ü😀").applyAsInt(2)).isEqualTo(2);
        assertThat(OffsetUnit.UTF32.from16("ü😀").applyAsInt(2)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsWireName(OffsetUnit unit) {
        assertThat(OffsetUnit.of(unit.wireName())).contains(unit);
        assertThat(OffsetUnit.NAMES).contains(unit.wireName());
    }

    @Test
    void isNotFoundByAnotherName() {
        assertThat(OffsetUnit.of("UTF8")).isEmpty();
        assertThat(OffsetUnit.of("bytes")).isEmpty();
    }
}
