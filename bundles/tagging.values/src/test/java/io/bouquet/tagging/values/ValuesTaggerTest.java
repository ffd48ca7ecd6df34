package io.bouquet.tagging.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTaggerTest {
    private final ValuesTagger tagger = new ValuesTagger();

    private List<Annotation> values(String text, String language) {
        return tagger.tag(new AnnotatedText(text, language)).get(Layers.VALUES);
    }

    private List<String> shown(String text, String language) {
        return values(text, language).stream()
                .map(value -> value.label() + " '" + value.span().in(text) + "' "
                        + value.attributes().get(ValuesTagger.VALUE))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Released 2024-10-03.|date|2024-10-03|2024-10-03",
                "Since 2024-10-03T15:30:00Z it runs.|date|2024-10-03T15:30:00Z|2024-10-03T15:30:00Z",
                "It was on October 3, 2024, I think.|date|October 3, 2024|2024-10-03",
                "It was on Thursday, October 3rd, 2024.|date|Thursday, October 3rd, 2024|2024-10-03",
                "on 3 October 2024|date|3 October 2024|2024-10-03",
                "the 3rd of October 2024|date|3rd of October 2024|2024-10-03",
                "until Oct. 3|date|Oct. 3|--10-03",
                "in May 2021|date|May 2021|2021-05",
                "by 12/31/2023 at the latest|date|12/31/2023|2023-12-31",
                "on 31/12/2023|date|31/12/2023|2023-12-31",
                "Revenue in Q3 2024 grew|date|Q3 2024|2024-Q3",
                "Bought in 2010.|date|2010|2010",
                "The U.S. Senate passed H.R. 1234 on Jan. 5, 2021, by 52-48.|date|Jan. 5, 2021|2021-01-05",
                "The meeting is at 3 p.m. on Friday.|time|3 p.m.|15:00",
                "We start at 9:30 and talk.|time|9:30|09:30",
                "Doors open 18:45|time|18:45|18:45",
                "at 12:05 am|time|12:05 am|00:05",
                "It took 2 hours and 30 minutes.|duration|2 hours and 30 minutes|PT2H30M",
                "after three weeks|duration|three weeks|P3W",
                "a 5-day trip|duration|5-day|P5D",
                "half an hour later|duration|half an hour|PT0.5H",
                "within 250 ms|duration|250 ms|PT0.25S",
                "It costs $3.50.|money|$3.50|USD 3.5",
                "worth $1,234.56 now|money|$1,234.56|USD 1234.56",
                "a $5 million grant|money|$5 million|USD 5000000",
                "raised €3.2bn|money|€3.2bn|EUR 3200000000",
                "five dollars each|money|five dollars|USD 5",
                "EUR 1,000 per month|money|EUR 1,000|EUR 1000",
                "12.5% of them|percentage|12.5%|12.5%",
                "ten percent|percentage|ten percent|10%",
                "a 10 km run|quantity|10 km|10 km",
                "at −5 °C outside|quantity|−5 °C|-5 °C",
                "drove 100 miles per hour|quantity|100 miles per hour|100 mph",
                "16GB of memory|quantity|16GB|16 GB",
                "mail Ada.Lovelace@Example.ORG, please|email|Ada.Lovelace@Example.ORG|Ada.Lovelace@example.org",
                "see https://example.org/a_(b)?c=d.|url|https://example.org/a_(b)?c=d|https://example.org/a_(b)?c=d",
                "(www.example.org)|url|www.example.org|http://www.example.org",
                "from 192.168.0.1 today|ip|192.168.0.1|192.168.0.1",
                "from 2001:DB8::1 today|ip|2001:DB8::1|2001:db8::1",
                "Call (415) 555-2671 now|phone|(415) 555-2671|+14155552671",
                "Call +44 20 7946 0958.|phone|+44 20 7946 0958|+442079460958",
                "pay to GB82 WEST 1234 5698 7654 32 soon|iban|GB82 WEST 1234 5698 7654 32|GB82WEST12345698765432",
                "card 4111 1111 1111 1111, exp.|card|4111 1111 1111 1111|4111111111111111",
            })
    void findsInEnglish(String text, String kind, String found, String value) {
        assertThat(shown(text, "en")).containsExactly(kind + " '" + found + "' " + value);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Am 3. Oktober ist Feiertag.|date|3. Oktober|--10-03",
                "Am 3. Oktober 2024 war Feiertag.|date|3. Oktober 2024|2024-10-03",
                "Am Donnerstag, den 3. Oktober 2024|date|Donnerstag, den 3. Oktober 2024|2024-10-03",
                "bis 03.10.2024|date|03.10.2024|2024-10-03",
                "am 3.10.24 um|date|3.10.24|2024-10-03",
                "im März 2021|date|März 2021|2021-03",
                "Gegründet im Jahr 1998.|date|1998|1998",
                "um 15 Uhr|time|15 Uhr|15:00",
                "um 15.30 Uhr|time|15.30 Uhr|15:30",
                "nach zwei Stunden|duration|zwei Stunden|PT2H",
                "2 Jahre und 3 Monate|duration|2 Jahre und 3 Monate|P2Y3M",
                "kostet 1.234,56 €|money|1.234,56 €|EUR 1234.56",
                "kostet 1.500 Euro|money|1.500 Euro|EUR 1500",
                "3,5 Mio. Euro Umsatz|money|3,5 Mio. Euro|EUR 3500000",
                "fünf Milliarden Dollar|money|fünf Milliarden Dollar|USD 5000000000",
                "um 2,5 Prozent|percentage|2,5 Prozent|2.5%",
                "1.200 km weit|quantity|1.200 km|1200 km",
                "80 Kilometer pro Stunde|quantity|80 Kilometer pro Stunde|80 km/h",
                "Telefon 030 901820 tagsüber|phone|030 901820|+4930901820",
                "an DE89 3704 0044 0532 0130 00 BIC COBADEFF|iban|DE89 3704 0044 0532 0130 00|DE89370400440532013000",
            })
    void findsInGerman(String text, String kind, String found, String value) {
        assertThat(shown(text, "de")).containsExactly(kind + " '" + found + "' " + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Version 2.0.1 is out.",
                "Version 1.2.2024 is out.",
                "Upgrade to 10.4.12.1999999",
                "v1.2.3.4",
                "Er spielt in der 1. Bundesliga.",
                "John 3:16 and a 2:1 win",
                "You may 5 times march on.",
                "Room 101, 2nd floor",
                "in the 1990s",
                "in 2000 cases",
                "on 2023-02-30 and 31.02.2024 and 45/45/2020",
                "DE89 3704 0044 0532 0130 01 has a wrong checksum",
                "4111 1111 1111 1112 is no card",
                "order 4155552671",
                "300.300.300.300 and 12:30:45:12",
                "std::abs and a::b",
                "52-48, 3/4, 1-0",
                "H2O, B2B and 4K",
                "me@home and @handle",
                "Call me maybe, 12345",
                "ISBN 978-3-16-148410-0",
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(shown(text, "en")).isEmpty();
    }

    @Test
    void readsSeparatorsAsTheLanguageOfTheTextDoes() {
        assertThat(shown("1.500 km, 1,500 km", "en"))
                .containsExactly("quantity '1.500 km' 1.5 km", "quantity '1,500 km' 1500 km");
        assertThat(shown("1.500 km, 1,500 km", "de"))
                .containsExactly("quantity '1.500 km' 1500 km", "quantity '1,500 km' 1.5 km");
        assertThat(shown("1,234,567.5 km; 1.234.567,5 km", "de"))
                .containsExactly("quantity '1,234,567.5 km' 1234567.5 km", "quantity '1.234.567,5 km' 1234567.5 km");
    }

    @Test
    void saysWhatAValueIsMadeOf() {
        assertThat(values("$5", "en").get(0).attributes())
                .isEqualTo(Map.of("value", "USD 5", "amount", "5", "currency", "USD"));
        assertThat(values("5555 5555 5555 4444", "en").get(0).attributes()).containsEntry("scheme", "mastercard");
        assertThat(values("DE89370400440532013000", "").get(0).attributes()).containsEntry("country", "DE");
        assertThat(values("+49 30 901820", "").get(0).attributes()).containsEntry("country", "DE");
    }

    @Test
    void findsAllValuesOfATextInTheirOrder() {
        assertThat(shown("From 3 May 2024, 9:00 am, pay $20 (10%) to a@b.org or call +49 30 901820.", "en"))
                .containsExactly(
                        "date '3 May 2024' 2024-05-03",
                        "time '9:00 am' 09:00",
                        "money '$20' USD 20",
                        "percentage '10%' 10%",
                        "email 'a@b.org' a@b.org",
                        "phone '+49 30 901820' +4930901820");
    }
}
