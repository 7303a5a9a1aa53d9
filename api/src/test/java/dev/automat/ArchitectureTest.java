package dev.automat;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between modules and packages, and the house rules that a class file shows. */
class ArchitectureTest {

  private static final String SPI = "dev.automat.spi..";
  private static final String TESTKIT = "dev.automat.testkit..";
  private static final String PLUGINS = "dev.automat.provisioner..";

  /** What plugins share that make users in databases. */
  private static final String SQL = "dev.automat.sql..";

  private static final String[] HTTP = {"dev.automat.api..", "dev.automat.cli.."};
  private static final String OURS = "dev.automat..";
  private static final String[] AROUND_CORE = {SPI, TESTKIT, SQL, PLUGINS, HTTP[0], HTTP[1]};

  private static final DescribedPredicate<JavaClass> CORE =
      resideInAnyPackage(OURS).and(resideOutsideOfPackages(AROUND_CORE)).as("core");

  /** What every module may use without a word in its pom. */
  private static final DescribedPredicate<JavaClass> JDK_AND_JSPECIFY =
      resideInAnyPackage("java..", "javax..", "org.jspecify..");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.automat");

  @ParameterizedTest
  @ValueSource(strings = {"spi", "testkit", "sql", "resource"})
  void seesTheModulesThatItJudges(String name) {
    assertTrue(CLASSES.containPackage("dev.automat." + name), name);
  }

  @Test
  void spiNeedsNothingButTheJdkAndJSpecify() {
    check(
        classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat(JDK_AND_JSPECIFY.or(resideInAnyPackage(SPI))));
  }

  @Test
  void pluginsKnowNothingOfOursButTheSpi() {
    check(
        noClasses()
            .that()
            .resideInAPackage(PLUGINS)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(OURS).and(resideOutsideOfPackages(SPI, SQL, PLUGINS))));
  }

  @Test
  void whatPluginsShareOfDatabasesKnowsNothingOfOursButTheSpiAndOnlyPluginsKnowIt() {
    check(
        noClasses()
            .that()
            .resideInAPackage(SQL)
            .should()
            .dependOnClassesThat(resideInAnyPackage(OURS).and(resideOutsideOfPackages(SPI, SQL))));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(SQL, PLUGINS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SQL));
  }

  @Test
  void onePluginDoesNotKnowAnother() {
    check(slices().matching("dev.automat.provisioner.(*)..").should().notDependOnEachOther());
  }

  @Test
  void nothingImportsAPlugin() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(PLUGINS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PLUGINS));
  }

  @Test
  void testkitKnowsNothingOfOursButTheSpi() {
    check(
        noClasses()
            .that()
            .resideInAPackage(TESTKIT)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(OURS).and(resideOutsideOfPackages(SPI, TESTKIT))));
  }

  @Test
  void nothingThatShipsUsesTheTestkit() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TESTKIT));
  }

  @Test
  void coreDoesNotKnowWhoServesIt() {
    check(noClasses().that(CORE).should().dependOnClassesThat(resideInAnyPackage(HTTP)));
  }

  @Test
  void httpReachesPluginsOnlyThroughCore() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SPI));
  }

  @Test
  void onlyTheHttpModuleKnowsVertx() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.."));
  }

  @Test
  void resourceKnowsNoOtherPackageOfCore() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.automat.resource..")
            .should()
            .dependOnClassesThat(CORE.and(resideOutsideOfPackages("dev.automat.resource.."))));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("dev.automat.(*)..").should().beFreeOfCycles());
  }

  @Test
  void onlyTheStoreKnowsSql() {
    // A plugin's cloud may itself be a database server: there, SQL is the cloud's API. And the
    // command line logs in to a user's database to see whether that works. The kit has real servers
    // behind its fakes.
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.automat.store..", "dev.automat.cli.check..", TESTKIT, SQL, PLUGINS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "org.flywaydb..",
                "org.h2..",
                "org.postgresql..",
                "com.zaxxer.hikari.."));
  }

  @Test
  void onlyTheEngineCallsTheOperationsOfAType() {
    DescribedPredicate<JavaCall<?>> operation =
        JavaCall.Predicates.target(owner(assignableTo("dev.automat.spi.ResourceType")))
            .and(
                JavaCall.Predicates.target(
                    nameMatching("observe|create|update|delete|list|equivalent")))
            .as("an operation of a resource type");
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.automat.engine..", SPI, TESTKIT, PLUGINS)
            .should()
            .callCodeUnitWhere(operation));
  }

  @Test
  void onlyTheEngineCutsCopiesAndRestores() {
    DescribedPredicate<JavaCall<?>> operation =
        JavaCall.Predicates.target(
                owner(
                    assignableTo("dev.automat.spi.Quarantinable")
                        .or(assignableTo("dev.automat.spi.Recoverable"))))
            .as("an operation at the end of a lifetime");
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.automat.engine..", SPI, TESTKIT, PLUGINS)
            .should()
            .callCodeUnitWhere(operation));
  }

  @Test
  void lifetimeDecidesAndTouchesNothing() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.automat.lifetime..")
            .should()
            .dependOnClassesThat(
                CORE.and(
                    resideOutsideOfPackages(
                        "dev.automat.lifetime..",
                        "dev.automat.resource..",
                        "dev.automat.plugin.."))));
  }

  @Test
  void onlyTheEntryPointReadsTheSystemClock() {
    DescribedPredicate<JavaCall<?>> now =
        JavaCall.Predicates.target(
                owner(
                    assignableTo(Temporal.class)
                        .or(assignableTo(Clock.class))
                        .or(assignableTo(InstantSource.class))))
            .and(JavaCall.Predicates.target(nameMatching("now|system.*|tick.*")))
            .as("a reading of the system clock");
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(HTTP)
            .should()
            .callCodeUnitWhere(now)
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  void everyPackageIsNullMarked() {
    check(classes().should(BE_IN_A_NULL_MARKED_PACKAGE));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helpers?|Manager)(\\$.*)?")
            .orShould()
            .haveNameMatching(".*[.$]I[A-Z][a-z]\\w*"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static final ArchCondition<JavaClass> BE_IN_A_NULL_MARKED_PACKAGE =
      new ArchCondition<>("be in a package whose package-info.java says @NullMarked") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
          events.add(
              new SimpleConditionEvent(
                  type, marked, type.getName() + " is in " + type.getPackage()));
        }
      };
}
