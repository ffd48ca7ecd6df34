package io.bouquet.demo;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.client.Main;

/**
 * Opens the shell of the platform, or runs one command in it. The password comes from the environment: as an argument of
 * a process it would be shown to every user of the machine.
 */
public final class ShellLogin {
    private ShellLogin() {}

    /** @param args the user, and what Karaf's client takes besides {@code -u} and {@code -p} */
    public static void main(String[] args) throws Exception {
        List<String> all = new ArrayList<>(List.of("-u", args[0]));
        String password = System.getenv("BOUQUET_ADMIN_PASSWORD");
        if (password != null && !password.isEmpty()) {
            // after the user, whose name resets it
            all.addAll(List.of("-p", password));
        }
        all.addAll(List.of(args).subList(1, args.length));
        Main.main(all.toArray(String[]::new));
    }
}
