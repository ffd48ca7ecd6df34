package io.bouquet.jobs.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.data.Transactions;
import java.sql.SQLException;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.PersistenceException;
import org.junit.jupiter.api.Test;

class RetriedTransactionsTest {
    private int calls;

    /** Fails so many times. */
    private Transactions failing(int times, String sqlState) {
        return new Transactions() {
            @Override
            public <T> T call(Function<EntityManager, T> work) {
                if (calls++ < times) {
                    throw new PersistenceException(
                            "rolled back", new IllegalStateException(new SQLException("on purpose", sqlState)));
                }
                return work.apply(null);
            }
        };
    }

    @Test
    void repeatsTheVictimOfADeadlock() {
        assertThat(new RetriedTransactions(failing(3, "40001")).<String>call(em -> "done"))
                .isEqualTo("done");
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void repeatsNothingElse() {
        assertThatThrownBy(() -> new RetriedTransactions(failing(1, "23505")).run(em -> {}))
                .isInstanceOf(PersistenceException.class);
        assertThat(calls).isOne();
    }

    @Test
    void givesUpInTheEnd() {
        assertThatThrownBy(() -> new RetriedTransactions(failing(1_000, "40001")).run(em -> {}))
                .isInstanceOf(PersistenceException.class);
        assertThat(calls).isEqualTo(10);
    }
}
