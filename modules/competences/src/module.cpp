// The module competences: occupations, skills, people's profiles, gaps and what closes them.
#include <aksis/module.hpp>
#include <memory>

#include "handle.hpp"

namespace {

std::unique_ptr<aksis::competences::Service> service;

aksis::Status start(aksis::Host& host) {
  using namespace aksis::competences;
  service = std::make_unique<Service>(host);
  bind_imports(*service);
  bind_referential(*service);
  bind_categories(*service);
  bind_profiles(*service);
  bind_gaps(*service);
  bind_trainings(*service);
  bind_bridges(*service);
  return {};
}

void stop() {
  service.reset();
}

}  // namespace

AKSIS_MODULE("competences", "0.1.0", start, stop);
