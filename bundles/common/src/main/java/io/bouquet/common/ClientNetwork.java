package io.bouquet.common;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Groups the addresses that one client owns. */
public final class ClientNetwork {
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** Returns the address, or the /64 network of an IPv6 address, because one client owns all of it. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // never asks a name server: a text with a colon is an address or is refused
            byte[] all = InetAddress.getByName(address).getAddress();
            if (all.length <= NETWORK_BYTES) {
                return address;
            }
            Arrays.fill(all, NETWORK_BYTES, all.length, (byte) 0);
            return InetAddress.getByAddress(all).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /** Returns whether an address is of this machine only. */
    public static boolean isLoopback(String address) {
        return address.startsWith("127.")
                || address.equals("::1")
                || address.equals("[::1]")
                || address.equals("0:0:0:0:0:0:0:1")
                || address.equals("[0:0:0:0:0:0:0:1]");
    }
}
