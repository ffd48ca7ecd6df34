package io.bouquet.data.openjpa;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitConnectionTest {
    private final UnitConnection connection = new UnitConnection("shop");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE customer (id INT)",
                "create table shop.customer (id int, at timestamp)",
                "CREATE TABLE \"SHOP\".\"CUSTOMER\" (id INT)",
                "INSERT INTO customer VALUES (1, 'delete from app.x')",
                "INSERT INTO customer SELECT a.id FROM archive.customer a",
                "-- drop table app.x\nUPDATE customer c SET name = (SELECT o.name FROM other o WHERE o.id = c.id)",
                "ALTER TABLE SHOP.CUSTOMER ADD COLUMN name VARCHAR(10)",
                "CREATE UNIQUE INDEX i ON shop.customer (id)",
                "SET SCHEMA shop",
                "SELECT count(*) FROM app.thing",
                "DELETE FROM customer WHERE id IN (SELECT x.id FROM x JOIN y ON x.id = y.id)"
            })
    void letsTheUnitChangeItsOwnSchema(String sql) {
        assertThatCode(() -> connection.check(sql)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE app.customer (id INT)",
                "create table if not exists \"APP\" . customer (id INT)",
                "CREATE OR REPLACE VIEW app.v AS SELECT 1",
                "INSERT INTO accounts.account VALUES (1)",
                "insert\n into/* here */accounts.account VALUES (1)",
                "UPDATE accounts.account SET name = 'x'",
                "DELETE FROM accounts.account",
                "TRUNCATE TABLE accounts.account",
                "DROP INDEX accounts.i",
                "CREATE INDEX i ON accounts.account (id)",
                "CREATE TABLE t (id INT REFERENCES accounts.account (id))",
                "INSERT INTO t VALUES (1); DROP TABLE accounts.account",
                "CREATE SCHEMA other",
                "DROP SCHEMA accounts RESTRICT",
                "SET SCHEMA accounts",
                "SET search_path TO accounts",
                "GRANT ALL ON t TO everybody",
                "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('a', 'b')"
            })
    void refusesWhatReachesOthers(String sql) {
        assertThatThrownBy(() -> connection.check(sql))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("of its own unit only");
    }
}
