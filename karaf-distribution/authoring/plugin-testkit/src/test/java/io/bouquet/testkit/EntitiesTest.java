package io.bouquet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.data.Transactions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EntitiesTest {
    /** A database for each test. */
    @RegisterExtension
    final Entities entities = Entities.of("crm", "db/changes.sql", Customer.class);

    private static List<String> names(Transactions transactions) {
        return transactions.call(manager ->
                manager.createQuery("SELECT c FROM Customer c ORDER BY c.id", Customer.class).getResultList().stream()
                        .map(Customer::name)
                        .toList());
    }

    @Test
    void runsTheChangeLogAndKeepsWhatATransactionWrites() {
        entities.transactions().run(manager -> manager.persist(new Customer(2, "Bob")));
        assertThat(names(entities.transactions())).containsExactly("Ada", "Bob");
        assertThatThrownBy(() -> entities.transactions().run(manager -> {
                    manager.persist(new Customer(3, "Eve"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(names(entities.transactions())).containsExactly("Ada", "Bob");
    }

    @Test
    void beginsEmptyForEachTest() {
        assertThat(names(entities.transactions())).containsExactly("Ada");
    }

    @Test
    void opensSeveralUnitsAtOnce() {
        try (Entities others = Entities.of("others", "db/changes.sql", Customer.class)) {
            others.transactions().run(manager -> manager.persist(new Customer(9, "Zoe")));
            assertThat(names(others.transactions())).containsExactly("Ada", "Zoe");
        }
        assertThat(names(entities.transactions())).containsExactly("Ada");
    }

    @Test
    void opensTheUnitOfThePluginItself() {
        try (Entities own = Entities.ofPlugin(Customer.class, "db/changes.sql")) {
            assertThat(names(own.transactions())).containsExactly("Ada");
        }
    }

    @Test
    void refusesWhatThePlatformRefuses() {
        assertThatThrownBy(() -> Entities.of("crm", "db/changes.sql", PlainCustomer.class)
                        .transactions())
                .hasMessageContaining("PlainCustomer of the unit crm are not enhanced");
        assertThatThrownBy(() ->
                        Entities.of("crm", "db/broken.sql", Customer.class).transactions())
                .hasMessageContaining("NUMBERS");
        assertThatThrownBy(
                        () -> Entities.of("crm", "db/none.sql", Customer.class).transactions())
                .hasMessageContaining("db/none.sql");
        assertThatThrownBy(() ->
                        Entities.of("Crm!", "db/changes.sql", Customer.class).transactions())
                .hasMessageContaining("Crm!");
    }
}
