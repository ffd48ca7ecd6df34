package io.bouquet.data.openjpa;

import java.net.URL;
import java.util.List;
import java.util.Properties;
import javax.persistence.SharedCacheMode;
import javax.persistence.ValidationMode;
import javax.persistence.spi.ClassTransformer;
import javax.persistence.spi.PersistenceUnitInfo;
import javax.persistence.spi.PersistenceUnitTransactionType;
import javax.sql.DataSource;
import org.apache.openjpa.persistence.PersistenceProviderImpl;
import org.jspecify.annotations.Nullable;

/** A unit in the form of JPA's container contract (JPA 2.1, 9.6.1). */
final class UnitInfo implements PersistenceUnitInfo {
    private final PersistenceXml xml;
    private final Database database;
    private final ClassLoader entities;

    UnitInfo(PersistenceXml xml, Database database, ClassLoader entities) {
        this.xml = xml;
        this.database = database;
        this.entities = entities;
    }

    @Override
    public Properties getProperties() {
        Properties properties = new Properties();
        properties.putAll(xml.properties());
        // the build enhances entities, and only the change log creates tables
        properties.setProperty("openjpa.RuntimeUnenhancedClasses", "unsupported");
        // a compiled query keeps the parser's Throwable, whose backtrace keeps the classes of the first caller: a
        // plugin
        properties.setProperty("openjpa.QueryCompilationCache", "false");
        properties.setProperty("openjpa.DynamicEnhancementAgent", "false");
        properties.remove("openjpa.jdbc.SynchronizeMappings");
        properties.setProperty("openjpa.jdbc.Schema", xml.unit());
        properties.setProperty("openjpa.jdbc.DBDictionary", database.dictionary());
        properties.setProperty("openjpa.Log", "slf4j");
        return properties;
    }

    @Override
    public String getPersistenceUnitName() {
        return xml.unit();
    }

    @Override
    public String getPersistenceProviderClassName() {
        return PersistenceProviderImpl.class.getName();
    }

    @Override
    public PersistenceUnitTransactionType getTransactionType() {
        return PersistenceUnitTransactionType.RESOURCE_LOCAL;
    }

    @Override
    public @Nullable DataSource getJtaDataSource() {
        return null;
    }

    @Override
    public DataSource getNonJtaDataSource() {
        return database.dataSource();
    }

    @Override
    public List<String> getMappingFileNames() {
        return List.of();
    }

    @Override
    public List<URL> getJarFileUrls() {
        return List.of();
    }

    @Override
    public URL getPersistenceUnitRootUrl() {
        return xml.location();
    }

    @Override
    public List<String> getManagedClassNames() {
        return xml.classes();
    }

    @Override
    public boolean excludeUnlistedClasses() {
        return true;
    }

    @Override
    public SharedCacheMode getSharedCacheMode() {
        return SharedCacheMode.NONE;
    }

    @Override
    public ValidationMode getValidationMode() {
        return ValidationMode.NONE;
    }

    @Override
    public String getPersistenceXMLSchemaVersion() {
        return "2.1";
    }

    @Override
    public ClassLoader getClassLoader() {
        return entities;
    }

    /** Does nothing, because no class is woven. */
    @Override
    public void addTransformer(ClassTransformer transformer) {}

    @Override
    public ClassLoader getNewTempClassLoader() {
        return new ClassLoader(entities) {};
    }
}
