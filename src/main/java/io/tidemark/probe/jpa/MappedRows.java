package io.tidemark.probe.jpa;

import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.NoRepositoryBean;

/** The repository an application would have; made by hand, for it must not be found by the service's own. */
@NoRepositoryBean
interface MappedRows extends CrudRepository<MappedRow, MappedRow.Key> {}
