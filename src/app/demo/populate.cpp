#include "app/demo/populate.hpp"

#include "app/command_line/backend.hpp"
#include "app/demo/offers_of_today.hpp"
#include "base/read_bytes.hpp"

namespace aksis::app {
namespace {

constexpr const char* kImportRome = "competences.import_rome";
constexpr const char* kImportTrainings = "competences.import_trainings";
constexpr const char* kImportCommunes = "territories.import";
constexpr const char* kImportOffers = "matching.offers.import";
constexpr const char* kName = "people.update";
constexpr const char* kSuggest = "competences.suggestions";
constexpr const char* kSaveProfile = "competences.profile.save";
constexpr const char* kSaveWishes = "matching.wishes.save";

constexpr int64_t kSuggestedUsually = 40;
constexpr size_t kPeopleBytesMax = 4 << 20;

// Calls operations of the instance as somebody at this machine would.
class Caller {
 public:
  explicit Caller(Instance& instance)
      : registry_(instance.registry()), backend_(local_backend(registry_, Language::fr)) {}

  // Empty when the module that offers it is not installed: a demo of what is there.
  Result<std::string> call(std::string_view operation, const json::Document& input) {
    if (!registry_.find(operation)) return std::string();
    auto answer = backend_->run(operation, input, {}, std::make_shared<std::atomic<bool>>(false));
    return answer.ok() ? std::move(answer) : prefixed(operation, answer.error());
  }

 private:
  const operations::Registry& registry_;
  std::unique_ptr<Backend> backend_;
};

json::Document object_with(std::string_view name, std::string_view value) {
  json::Document out(rapidjson::kObjectType);
  out.AddMember(
      json::Value(name.data(), static_cast<rapidjson::SizeType>(name.size()), out.GetAllocator()),
      json::Value(value.data(), static_cast<rapidjson::SizeType>(value.size()), out.GetAllocator()),
      out.GetAllocator());
  return out;
}

// {"person": ID} and the members of `more`.
json::Document about(std::string_view person, const json::Value& more) {
  auto out = object_with("person", person);
  for (const auto& member : more.GetObject())
    out.AddMember(json::Value(member.name, out.GetAllocator()),
                  json::Value(member.value, out.GetAllocator()), out.GetAllocator());
  return out;
}

Result<std::string> id_of(const Result<std::string>& answer) {
  AKSIS_ASSIGN(parsed, json::parse(*answer));
  const json::Value* person = &parsed;
  if (const auto* people = json::member(parsed, "people"); people && people->IsArray()) {
    if (people->Empty()) return internal("a person of the demo was not found again");
    person = &(*people)[0];
  }
  auto id = std::string(json::text(*person, "id"));
  if (id.empty()) return internal("a person of the demo has no id");
  return id;
}

// The person of that reference, made when there is none.
Result<std::string> person_of(Caller& caller, std::string_view reference) {
  const auto input = object_with("reference", reference);
  auto made = caller.call("people.create", input);
  if (!made.ok() && made.error().code == Code::conflict) made = caller.call("people.list", input);
  if (!made.ok()) return made.error();
  return id_of(made);
}

// What the person's experiences suggest, as skills of their profile: with gaps, or the demo would
// have nothing to show.
Status add_suggested(Caller& caller, json::Document& profile, const json::Value& wanted) {
  const auto person = std::string(json::text(profile, "person"));
  auto ask = object_with("person", person);
  ask.AddMember("limit", json::integer(wanted, "limit", kSuggestedUsually), ask.GetAllocator());
  AKSIS_ASSIGN(answer, caller.call(kSuggest, ask));
  if (answer.empty()) return {};
  AKSIS_ASSIGN(suggested, json::parse(answer));
  const auto* results = json::member(suggested, "results");
  if (!results || !results->IsArray()) return {};
  const auto every = json::integer(wanted, "leave_out_every", results->Size() + 1);
  auto& allocator = profile.GetAllocator();
  json::Value skills(rapidjson::kArrayType);
  for (rapidjson::SizeType i = 0; i < results->Size(); ++i) {
    const auto& result = (*results)[i];
    const auto* item = json::member(result, "item");
    if (!item || (i + 1) % every == 0) continue;
    json::Value skill(rapidjson::kObjectType);
    skill.AddMember("skill", json::Value(std::string(json::text(*item, "code")), allocator),
                    allocator);
    skill.AddMember("level", json::integer(result, "level"), allocator);
    skills.PushBack(skill, allocator);
  }
  profile.AddMember("skills", skills, allocator);
  return {};
}

Status save_profile(Caller& caller, const std::string& id, const json::Value& person) {
  const auto* given = json::member(person, "profile");
  if (!given) return {};
  auto profile = about(id, *given);
  AKSIS_TRY(caller.call(kSaveProfile, profile));
  const auto* wanted = json::member(person, "suggested_skills");
  if (!wanted) return {};
  AKSIS_TRY(add_suggested(caller, profile, *wanted));
  AKSIS_TRY(caller.call(kSaveProfile, profile));
  return {};
}

Result<json::Document> read_people(const std::string& path) {
  AKSIS_ASSIGN(bytes, read_bytes(path, kPeopleBytesMax));
  auto parsed = json::parse(bytes);
  if (!parsed.ok()) return prefixed(path, parsed.error());
  const auto* people = json::member(*parsed, "people");
  if (!people || !people->IsArray()) return invalid(path + " holds no list \"people\".");
  return parsed;
}

Status add_people(Caller& caller, const std::string& path) {
  AKSIS_ASSIGN(file, read_people(path));
  for (const auto& person : json::member(file, "people")->GetArray()) {
    const auto reference = json::text(person, "reference");
    AKSIS_ASSIGN(id, person_of(caller, reference));
    if (const auto* civil = json::member(person, "civil"))
      if (auto named = caller.call(kName, about(id, *civil)); !named.ok())
        return prefixed(reference, named.error());
    if (auto saved = save_profile(caller, id, person); !saved.ok())
      return prefixed(reference, saved.error());
    const auto* wishes = json::member(person, "wishes");
    if (!wishes) continue;
    if (auto saved = caller.call(kSaveWishes, about(id, *wishes)); !saved.ok())
      return prefixed(reference, saved.error());
  }
  return {};
}

}  // namespace

Status renew_offers(Instance& instance, const DemoFiles& files, Micros now) {
  const auto dated = instance.folder().path + "/demo-offers.jsonl";
  AKSIS_TRY(write_offers_of_today(files.folder + "/offers.jsonl", dated, now));
  AKSIS_TRY(Caller(instance).call(kImportOffers, object_with("path", dated)));
  return {};
}

Status populate(Instance& instance, const DemoFiles& files, Micros now, const OnStep& on_step) {
  Caller caller(instance);
  const auto rome = files.referential.empty() ? files.folder + "/rome" : files.referential;
  const std::pair<const char*, std::string> imports[] = {
      {kImportRome, rome},
      {kImportTrainings, files.folder + "/trainings"},
      {kImportCommunes, files.folder + "/communes.csv"}};
  for (const auto& [operation, path] : imports) {
    on_step(operation);
    AKSIS_TRY(caller.call(operation, object_with("path", path)));
  }
  on_step(kImportOffers);
  AKSIS_TRY(renew_offers(instance, files, now));
  on_step("people");
  return add_people(caller, files.folder + "/people.json");
}

}  // namespace aksis::app
