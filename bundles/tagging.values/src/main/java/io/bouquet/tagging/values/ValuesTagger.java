package io.bouquet.tagging.values;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.tagging.spi.TaggerService;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Finds values by grammar: dates, times, durations, money, percentages, quantities, e-mail, web and IP addresses, phone
 * numbers, IBANs and card numbers. The label is the kind; the attribute {@code value} is the normalised value.
 */
@Component
@TaggerService(name = "values", produces = Layers.VALUES)
public final class ValuesTagger implements Tagger {
    static final String VALUE = "value";

    /** What is found first keeps its characters: no date is found in an address. */
    private static final List<ValueFinder> FINDERS = List.of(
            new AddressFinder(),
            new AccountFinder(),
            new DateFinder(),
            new PhoneFinder(),
            new TimeFinder(),
            new AmountFinder());

    /** Reads the data of the phone numbers. */
    @Override
    public void warmUp() {
        tag(new AnnotatedText("Call +1 415 555 2671 by 3 p.m. on 3 October 2024 for $5.", "en"));
    }

    @Override
    public Layers tag(AnnotatedText text) {
        SearchedText searched = new SearchedText(text.text(), text.language());
        FINDERS.forEach(finder -> finder.find(searched));
        return Layers.of(Layers.VALUES, searched.values());
    }
}
