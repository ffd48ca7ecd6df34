package io.bouquet.data.openjpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What a plugin does that is the first to use its connection. */
public final class FirstUser implements Consumer<DataSource> {
    /** The same class in a class loader that goes with it, as a plugin's does. */
    static Consumer<DataSource> ofAPlugin() throws Exception {
        byte[] code = FirstUser.class.getResourceAsStream("FirstUser.class").readAllBytes();
        ClassLoader plugin = new ClassLoader(FirstUser.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(FirstUser.class.getName())
                        ? defineClass(name, code, 0, code.length)
                        : super.loadClass(name, resolve);
            }
        };
        @SuppressWarnings("unchecked")
        Consumer<DataSource> user = (Consumer<DataSource>)
                plugin.loadClass(FirstUser.class.getName()).getConstructor().newInstance();
        return user;
    }

    @Override
    public void accept(DataSource source) {
        try (Connection connection = source.getConnection()) {
            connection.createStatement().executeQuery("VALUES 2").close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
