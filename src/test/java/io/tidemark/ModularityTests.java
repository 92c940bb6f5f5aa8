package io.tidemark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The walls of the house: which room may use which, and where Spring and JPA may be. */
@BesideOthers
class ModularityTests {

    private static final String[] FRAMEWORK_FREE = {"io.tidemark.probe..", "io.tidemark.collect..",
            "io.tidemark.threshold..", "io.tidemark.alert..", "io.tidemark.baseline..", "io.tidemark.report.."};

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.tidemark");

    @Test
    void arrowsBetweenRoomsOnlyPointDown() {
        ApplicationModules.of(TidemarkApplication.class).verify();
    }

    @Test
    void springStaysInConfigurationsWebAndJpa() {
        check(noClasses().that().resideInAnyPackage(FRAMEWORK_FREE).and().resideOutsideOfPackages("..web..", "..jpa..")
                .and().haveNameNotMatching(".*Configuration(\\$.*)?").and().haveSimpleNameNotEndingWith("package-info")
                .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "jakarta.persistence..",
                        "org.hibernate..")
                .as("one-shot commands start without Spring"));
    }

    @Test
    void aRoomHasAtMostOneConfiguration() {
        for (String room : FRAMEWORK_FREE) {
            long configurations = CLASSES.stream().filter(c -> (c.getPackageName() + ".").startsWith(
                    room.replace("..", "."))).filter(c -> c.getSimpleName().endsWith("Configuration")).count();
            org.assertj.core.api.Assertions.assertThat(configurations).as(room).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void controllersLiveInWebAndEntitiesInJpa() {
        check(classes().that().areAnnotatedWith("org.springframework.web.bind.annotation.RestController").should()
                .resideInAPackage("..web.."));
        check(classes().that().areAnnotatedWith("jakarta.persistence.Entity").should().resideInAPackage("..jpa.."));
        check(noClasses().that().resideInAPackage("..web..").should().dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate.."));
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
