package io.bouquet.data.openjpa;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which a migration may change the schema of its own unit, and nothing else. It sees each statement
 * just before it is executed, whatever the format of the change log. Not thread-safe.
 */
final class UnitConnection {
    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[A-Za-z_][A-Za-z0-9_$]*)";
    private static final String QUALIFIED = "(" + NAME + ")\\s*\\.\\s*" + NAME;

    /** What a statement changes, if it names the schema. */
    private static final List<Pattern> TARGETS = Stream.of(
                    "INSERT\\s+INTO\\s+",
                    "MERGE\\s+INTO\\s+",
                    "DELETE\\s+FROM\\s+(?:ONLY\\s+)?",
                    "\\AUPDATE\\s+(?:ONLY\\s+)?",
                    "TRUNCATE\\s+(?:TABLE\\s+)?(?:ONLY\\s+)?",
                    "LOCK\\s+TABLE\\s+",
                    "REFERENCES\\s+",
                    "\\A(?:CREATE|ALTER|DROP|RENAME)\\s+(?:[A-Z]+\\s+)*?(?:TABLE|VIEW|INDEX|SEQUENCE|TRIGGER|FUNCTION|"
                            + "PROCEDURE|TYPE|DOMAIN|SYNONYM|COLUMN|AGGREGATE)\\s+(?:CONCURRENTLY\\s+)?"
                            + "(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?(?:ONLY\\s+)?",
                    "\\A(?:CREATE|DROP)\\s+(?:[A-Z]+\\s+)*?(?:INDEX|TRIGGER|RULE|POLICY)\\b.*?\\bON\\s+(?:ONLY\\s+)?",
                    "\\ACOMMENT\\s+ON\\s+[A-Z]+\\s+")
            .map(before -> Pattern.compile(before + QUALIFIED, Pattern.CASE_INSENSITIVE | Pattern.DOTALL))
            .toList();

    /** What changes more than one schema can hold. */
    private static final Pattern BEYOND = Pattern.compile(
            "\\A(?:(?:CREATE|ALTER|DROP)\\s+(?:SCHEMA|USER|ROLE|DATABASE|TABLESPACE|EXTENSION)\\b|GRANT\\b|REVOKE\\b"
                    + "|CALL\\s+SYSCS_UTIL\\b|COPY\\b|ALTER\\s+SYSTEM\\b)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SET_SCHEMA = Pattern.compile(
            "\\ASET\\s+(?:SESSION\\s+|LOCAL\\s+)?(?:CURRENT\\s+)?(?:SCHEMA|SQLID|SEARCH_PATH)\\s*(?:=|TO)?\\s*"
                    + "[\"']?([A-Za-z0-9_$]+)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERALS_AND_COMMENTS =
            Pattern.compile("'(?:[^']|'')*'|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private final String unit;
    private String failed = "";

    /** @param unit name of the unit, which is its schema's */
    UnitConnection(String unit) {
        this.unit = unit;
    }

    /** The first statement that failed; empty if none has. */
    String failed() {
        return failed;
    }

    Connection around(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (arguments != null
                    && arguments.length > 0
                    && arguments[0] instanceof String sql
                    && method.getName().startsWith("prepare")) {
                check(sql);
            }
            Object result = invoke(connection, method, arguments);
            if (result instanceof CallableStatement statement) {
                return around(CallableStatement.class, statement);
            }
            if (result instanceof PreparedStatement statement) {
                return around(PreparedStatement.class, statement);
            }
            return result instanceof Statement statement ? around(Statement.class, statement) : result;
        });
    }

    private <S extends Statement> S around(Class<S> type, S statement) {
        return proxy(type, (proxy, method, arguments) -> {
            if (arguments != null
                    && arguments.length > 0
                    && arguments[0] instanceof String sql
                    && (method.getName().startsWith("execute")
                            || method.getName().equals("addBatch"))) {
                check(sql);
            }
            try {
                return invoke(statement, method, arguments);
            } catch (SQLException e) {
                if (failed.isEmpty() && arguments != null && arguments.length > 0) {
                    failed = String.valueOf(arguments[0]);
                }
                throw e;
            }
        });
    }

    /** @throws DataException if the statement changes anything outside the unit's schema */
    void check(String sql) {
        for (String one : LITERALS_AND_COMMENTS
                .matcher(sql)
                .replaceAll(found -> found.group().startsWith("'") ? "''" : " ")
                .split(";")) {
            String statement = one.strip();
            if (BEYOND.matcher(statement).find()) {
                throw refusal(sql, "changes the database beyond it");
            }
            Matcher set = SET_SCHEMA.matcher(statement);
            if (set.find() && !isUnit(set.group(1))) {
                throw refusal(sql, "changes to the schema " + set.group(1));
            }
            for (Pattern target : TARGETS) {
                Matcher found = target.matcher(statement);
                while (found.find()) {
                    if (!isUnit(found.group(1))) {
                        throw refusal(sql, "names the schema " + found.group(1));
                    }
                }
            }
        }
    }

    private boolean isUnit(String name) {
        String plain = name.startsWith("\"") ? name.substring(1, name.length() - 1) : name;
        return plain.toLowerCase(Locale.ROOT).equals(unit);
    }

    private DataException refusal(String sql, String why) {
        return new DataException("a change log may change the schema " + unit
                + " of its own unit only, and this statement " + why + ": " + oneLine(sql));
    }

    static String oneLine(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
