package io.bouquet.deploy.rest;

import io.bouquet.deploy.Finding;

/**
 * A problem of a plugin on the wire.
 *
 * @param code    stable name of the kind of problem
 * @param problem what is wrong
 * @param remedy  command, or line of the source or POM, that solves it
 * @param where   name of a class, a bundle, a file or a header; empty for the whole plugin
 */
record WireFinding(String code, String problem, String remedy, String where) {
    static WireFinding of(Finding finding) {
        return new WireFinding(finding.code(), finding.problem(), finding.remedy(), finding.where());
    }
}
