// Makes the project as 'bouquet new' does, with the same classes and templates, which are in this JAR.
import java.nio.file.Files
import java.nio.file.Path

def archetype = Thread.currentThread().contextClassLoader
def type = { name -> archetype.loadClass('io.bouquet.plugin.scaffold.' + name) }
Path folder = Path.of(request.outputDirectory, artifactId)
Files.delete(folder.resolve('pom.xml'))
if (folder.toFile().list().length == 0) {
    Files.delete(folder)
}
def origin = type('Origin').named(platform, request.archetypeVersion)
type('Scaffold').newInstance(type('Kind').of(kind), artifactId, groupId, origin).write(folder)
