package io.bouquet.deploy.shell;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Download;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.Repositories;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.Function;
import org.apache.karaf.shell.api.console.Session;

/** Installs or upgrades a plugin from a repository. Shows first what it asks for. */
final class RepositoryInstall {
    private final Repositories repositories;
    private final Deployments deployments;
    private final Session session;
    private final PrintStream out;

    RepositoryInstall(Repositories repositories, Deployments deployments, Session session, PrintStream out) {
        this.repositories = repositories;
        this.deployments = deployments;
        this.session = session;
        this.out = out;
    }

    /**
     * @param change makes the change from the downloaded archive
     * @param yes    whether nobody is asked
     */
    void run(Release release, Function<ArchiveFile, Change> change, boolean plan, boolean yes)
            throws IOException, InterruptedException {
        try (Download download = repositories.download(release)) {
            ReleaseText.print(release, download.summary(), out);
            out.println();
            if (plan || yes || agreed()) {
                new ChangeRun(deployments, session, out).run(change.apply(ArchiveFile.of(download)), plan);
            } else {
                out.println("Nothing has changed.");
            }
        }
    }

    /** Asks a person. A script, which has no terminal, has agreed to what it asks for. */
    private boolean agreed() throws IOException {
        if (session.getTerminal() == null) {
            return true;
        }
        String answer = session.readLine("Go on? (yes/no) ", null);
        return answer != null && answer.strip().matches("(?i)y|yes");
    }
}
