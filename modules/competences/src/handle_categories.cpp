#include <algorithm>

#include "handle.hpp"

namespace aksis::competences {

namespace {

constexpr std::string_view kSchemes[] = {"sector", "naf", "interest", "theme"};
// The tree of ROME itself, asked for in the same way though it is no classification of its own.
constexpr std::string_view kDomainScheme = "domain";

void write_category(json::Writer& out, const Referential& r, const Category& category,
                    size_t occupations) {
  out.member("scheme", kSchemes[static_cast<size_t>(category.scheme)]);
  out.member("code", r.text(category.code)).member("label", r.text(category.label));
  if (!r.text(category.definition).empty()) out.member("definition", r.text(category.definition));
  if (category.parent != kNone) out.member("parent", r.text(r.categories()[category.parent].code));
  out.member("occupations", occupations);
}

void write_domain(json::Writer& out, const Referential& r, const Domain& domain,
                  size_t occupations) {
  out.member("scheme", kDomainScheme);
  out.member("code", r.text(domain.code)).member("label", r.text(domain.label));
  if (domain.parent != kNone) out.member("parent", r.text(r.domains()[domain.parent].code));
  out.member("occupations", occupations);
}

bool below(const Referential& r, Index domain, Index wanted) {
  while (domain != kNone && domain != wanted) domain = r.domains()[domain].parent;
  return domain == wanted;
}

std::vector<Index> occupations_below(const Referential& r, Index domain) {
  std::vector<Index> out;
  for (Index i = 0; i < r.occupations().size(); ++i)
    if (below(r, r.occupation(i).domain, domain)) out.push_back(i);
  return out;
}

Status list_categories(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto scheme = json::text(request.input(), "scheme");
  json::Writer out;
  out.object().key("results").array();
  if (scheme.empty() || scheme == kDomainScheme) {
    // One pass for all: each occupation counts in its domain and in those above.
    std::vector<size_t> counts(r.domains().size());
    for (const Occupation& one : r.occupations())
      for (Index d = one.domain; d != kNone; d = r.domains()[d].parent) ++counts[d];
    for (Index i = 0; i < counts.size(); ++i) {
      write_domain(out.object(), r, r.domains()[i], counts[i]);
      out.end();
    }
  }
  for (Index i = 0; i < r.categories().size(); ++i) {
    const Category& category = r.categories()[i];
    if (!scheme.empty() && kSchemes[static_cast<size_t>(category.scheme)] != scheme) continue;
    write_category(out.object(), r, category, r.occupations_in(i).size());
    out.end();
  }
  return request.respond(out.end().end().text());
}

Status no_category(std::string_view scheme, std::string_view code) {
  return said(Code::not_found,
              "there is no " + std::string(scheme) + " " + std::string(code) +
                  "; GET /occupation-categories lists them",
              "La catégorie " + std::string(code) + " (" + std::string(scheme) +
                  ") n’existe pas ; GET /occupation-categories les énumère.");
}

Status read_category(Service&, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto scheme = json::text(request.input(), "scheme");
  const auto code = json::text(request.input(), "code");
  std::vector<Index> found;
  json::Writer out;
  out.object().key("category").object();
  if (scheme == kDomainScheme) {
    const auto domains = r.domains();
    const auto domain = std::find_if(domains.begin(), domains.end(),
                                     [&](const Domain& one) { return r.text(one.code) == code; });
    if (domain == domains.end()) return no_category(scheme, code);
    found = occupations_below(r, static_cast<Index>(domain - domains.begin()));
    write_domain(out, r, *domain, found.size());
  } else {
    const auto place = std::find(std::begin(kSchemes), std::end(kSchemes), scheme);
    if (place == std::end(kSchemes)) return no_category(scheme, code);
    const Index category = r.find_category(static_cast<Scheme>(place - std::begin(kSchemes)), code);
    if (category == kNone) return no_category(scheme, code);
    const auto inside = r.occupations_in(category);
    found.assign(inside.begin(), inside.end());
    write_category(out, r, r.categories()[category], found.size());
  }
  out.end().key("results").array();
  for (const Index occupation : found) write_occupation(out, r, occupation);
  return request.respond(out.end().end().text());
}

}  // namespace

void bind_categories(Service& service) {
  service.host.bind("competences.categories.list", with_snapshot(service, list_categories));
  service.host.bind("competences.category.read", with_snapshot(service, read_category));
}

}  // namespace aksis::competences
