package io.tidemark.probe.jpa;

import jakarta.persistence.AccessType;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.jaxb.Origin;
import org.hibernate.boot.jaxb.SourceType;
import org.hibernate.boot.jaxb.mapping.spi.JaxbAttributesContainerImpl;
import org.hibernate.boot.jaxb.mapping.spi.JaxbBasicImpl;
import org.hibernate.boot.jaxb.mapping.spi.JaxbEntityImpl;
import org.hibernate.boot.jaxb.mapping.spi.JaxbEntityMappingsImpl;
import org.hibernate.boot.jaxb.mapping.spi.JaxbIdClassImpl;
import org.hibernate.boot.jaxb.mapping.spi.JaxbIdImpl;
import org.hibernate.boot.jaxb.mapping.spi.JaxbTableImpl;
import org.hibernate.boot.jaxb.spi.Binding;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;

/** Starts Hibernate for one table. It has no connections of its own and asks the database nothing. */
final class Mapping {

    private Mapping() {}

    static SessionFactory start(DatabaseMetaData database, String schema, String table) throws SQLException {
        StandardServiceRegistry registry = new StandardServiceRegistryBuilder().applySettings(settings(database))
                .build();
        try {
            return new MetadataSources(registry)
                    .addMappingXmlBinding(
                            new Binding<>(mappings(table(database, schema, table)),
                                    new Origin(SourceType.OTHER, table)))
                    .buildMetadata().buildSessionFactory();
        } catch (RuntimeException | Error e) {
            StandardServiceRegistryBuilder.destroy(registry);
            throw e;
        }
    }

    private static Map<String, Object> settings(DatabaseMetaData database) throws SQLException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("hibernate.boot.allow_jdbc_metadata_access", false);
        settings.put(AvailableSettings.JAKARTA_HBM2DDL_DB_NAME, database.getDatabaseProductName());
        settings.put(AvailableSettings.JAKARTA_HBM2DDL_DB_MAJOR_VERSION, database.getDatabaseMajorVersion());
        settings.put(AvailableSettings.JAKARTA_HBM2DDL_DB_MINOR_VERSION, database.getDatabaseMinorVersion());
        settings.put(AvailableSettings.CONNECTION_PROVIDER, new NoConnections());
        settings.put(AvailableSettings.JAKARTA_VALIDATION_MODE, "none");
        settings.put(AvailableSettings.USE_SECOND_LEVEL_CACHE, false);
        return settings;
    }

    /** Databases without schemas call the same thing a catalog. */
    private static JaxbTableImpl table(DatabaseMetaData database, String schema, String name) throws SQLException {
        JaxbTableImpl table = new JaxbTableImpl();
        table.setName(quoted(name));
        if (database.supportsSchemasInTableDefinitions()) {
            table.setSchema(quoted(schema));
        } else {
            table.setCatalog(quoted(schema));
        }
        return table;
    }

    /** Hibernate knows a backtick for a quoted name, whatever the database quotes with. */
    private static String quoted(String name) {
        return '`' + name + '`';
    }

    private static JaxbEntityMappingsImpl mappings(JaxbTableImpl table) {
        JaxbAttributesContainerImpl attributes = new JaxbAttributesContainerImpl();
        for (String id : new String[]{"run", "id"}) {
            JaxbIdImpl column = new JaxbIdImpl();
            column.setName(id);
            attributes.getIdAttributes().add(column);
        }
        for (String basic : new String[]{"instance", "payload"}) {
            JaxbBasicImpl column = new JaxbBasicImpl();
            column.setName(basic);
            attributes.getBasicAttributes().add(column);
        }
        JaxbIdClassImpl key = new JaxbIdClassImpl();
        key.setClazz(MappedRow.Key.class.getName());
        JaxbEntityImpl entity = new JaxbEntityImpl();
        entity.setClazz(MappedRow.class.getName());
        entity.setMetadataComplete(true);
        entity.setAccess(AccessType.FIELD);
        entity.setTable(table);
        entity.setIdClass(key);
        entity.setAttributes(attributes);
        JaxbEntityMappingsImpl mappings = new JaxbEntityMappingsImpl();
        mappings.getEntities().add(entity);
        return mappings;
    }
}
