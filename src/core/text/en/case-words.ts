/**
 * Words whose case does not depend on where they stand, counted in the training sentences of the corpora that the punctuator learns from
 * (`resources/text/en/MODEL_CARD.md`): initialisms and names with inner capitals that are hardly ever written otherwise.
 */
const initialisms = `
    AAT ABC ACL ADHD ADRs AFC AFL AI AirPods AIs AMD AmeriCorps API APIs APS ARR AST ASTs ATM ATMs ATO ATP AWS BBC BCE
    BigQuery BitTorrent BMC BMI BMW BMX BOM BOMs BPA BS BSD CBC CBS CD CDC CDN CDNs CDs CEO CEOs CFO CFOs CFS CHD CIA CIO
    CJD CLI CLIs CloudFront CMS CNN CNS CodePen CoffeeScript COPD COVID CPAP CPI CPU CPUs CRAN CS CSS CSV CT CTFs CTO CVEs
    CX DataRobot DC DeepL DeepSeek DePaul DeSantis DevOps DevRel DevRels DevSecOps DHL DHS DiCaprio DigitalOcean DIY DJ DJs
    DM DMs DMV DNA DNS DoH DOIs DSM DVD DVDs DX eBay eBird ECB eCommerce eDiscovery EKG EMEs EP EPA EPs eRegulations
    eResearch ESPN EST EU EuroBasket EV FAA FaceTime FAQ FAQs FBI FC FDA FEC FedEx FEMA FIBA FIFA FIS FIVB FK FM FOIA FOMC
    FRB FreshBooks FYI GB GCP GDP GDS GitHub GitLab GM GmbH GopherCon GP GPL GPS GPT GPU GPUs GSA GSoC GST GUI GUIs
    HackerOne HashiCorp HBO HDL HDMI HHS HIV HMS HomeKit HPC HQ HR HTML HTTP HTTPS IAAF IBM iCloud ICU ID IDE IDEs IDs iMac
    ImageMagick iMessage IMF InfluxData IOER iOS IoT IP iPad iPhone iPhones IPO iPod IQ IRC IRS ISIL ISO ISPs iTerm iTunes
    IVRs JavaScript JetBrains JPEG jQuery JS JSC JSON KGB KPI KPIs KubeCon kW kWh LDL LEDs LGBT LGBTQ LinkedIn LiveView LLC
    LLCs LLM LLMs LLVM LM LP MacBook macOS MailChimp MBA MBS MC McBain McCain McCarran McCarthy McCartney McClellan
    McConnell McCord McCormick McDonald McGill McGovern McGowan McGregor McGuire McIntosh McKenzie McKinley McLaughlin
    McLean McMahon McMaster McNamara MCP McVeigh MFA MHz MIT MLA MLB MLS mmHg MRI MRIs MSc MTV MVP MVPs NASA NASCAR NATO NBA
    NBC NCAA NDA NFL NFT NFTs NGO NGOs NHL NHS NIH NINDS NIST NLP NOAA NSAIDs NSW NVMe NX NY NYC NYU OKRs OMB OneDrive
    OneNote OpenNext OpenRefine OpenSearch ORCIDs OS PayPal PBS PC PCE PCs PDF PDFs PG PhD PhDs PHP PIF PII PNG PnP
    PowerPoint PowerShell PR PRA ProTeam PRs PSA PST PTO PTSD PubMed PyCon PyTorch QB QBs QR QUIC RAF RDS REITs RFC RFCs
    RFPs RNA ROI RPA RPGs RSS SaaS SBA SciPy SDK SDKs SEO SharePoint SKU SKUs SLAs SLC SLIs SMEs SMS SOS SpaceX SPD SQL SSDs
    SSH SSL SSR StackOverflow SUV SUVs SvelteKit SWC TB TC TCP TDD TDS TechCrunch TEDx TensorFlow TikTok TinyGo TLS TOS TSA
    TSEs TTS TV TVs TypeScript UC UCI UCLA UEFA UI UIs UK UNESCO UniFi URL URLs USA USB USD USDA USGS USL USPS USSR UTC UTI
    UTIs UX VA VAT VC VCs VIP VIPs VM VMs VP VPN VPNs VR WCAG WebAssembly WebAuthn WebTorrent WeWork WhatsApp WIP WireGuard
    WordPress WrestleMania WWE WWII XML YAML YouTube YouTuber YouTubers ZFS`;

/** Words that are hardly ever names, though the punctuator, which may not know them, takes some for one. */
const common = `
    abdominopelvic abducens abduct abort absenteeism absolutes absolve abstracts abusers accelerates accelerometer acclaim
    accolades accommodates accompanist accomplishes accrue accrued accumulates accuser accusers acetylcholine achalasia
    achondroplasia acidic acidosis acids acne acquihire acquires acrid acronym acronyms actin activates activism activist
    acyl adenine adenoids adenosine adheres adipocytes administers adopter adopters adulthood advertisers aerobic affiliates
    affixed afield afire afoul afterlife ageism agendas agglutinin aggregates aglow ahoy aides airbag airfare airglow airway
    alabaster albedo albeit albumin alcoholism aldosterone alkali allay allele allergens alleys allocates allowlist alloys
    alludes alopecia alphagov alternates alters altimeter altitudes altruism aluminum alumnus amaurosis amazes ambuscade
    amelogenesis amino amnesia amniocentesis amphetamines amphiarthrosis amplifier amygdala anachronism anaerobic analyzes
    ancillary androgen androgens anencephaly anesthesia anesthesiologist angina angiography angioplasty angiotensin angst
    animates annexed announcers annulare anosmia antechamber antenna antennae antennas anterior anthropologist anticancer
    anticipates antigen antigens antihistamine antihistamines antisense antithesis antivirus anus anvil anyplace aorta
    apertures aphids apnea apogee apologizes apoplexy apoptosis apostrophe appendages appointee appointees appraisal
    appraise apprenticed approximates arachnoid arcades arcane archetypes architectures archival aroma arousal arranger
    arranges arrhythmias arsenic artefacts arteritis arthroplasty articulates artifacts artisans ascites asides aspires
    assay assembles assertr asthma astrocytes astronomers astrophysicist asymmetric asymmetry ataxin athleticism atmospheres
    atop atopic attaches attacker attains attendee attendees audiobook authoritarian authorizes autism autocomplete
    autocompletes autographs automaker automates autopsy autos autosomal averages avid avow awakens awash axles azathioprine
    babys backache backchannel backdoor backdrop backers backfill backfire backflow backgammon backlash backlog backlogs
    backport backslash backslashes backstop backstroke baclofen bacterium badass badges baffles ballerina ballots ballpoint
    bandwagon bandwidth bankers bans baptismal barbarism barges barista baritone baronetcy barque barristers barter basal
    basale baselevel baseline basins bassist bayonet bechamel bedridden beep beet beetles beget behaviorism beholder belfry
    benchmark benzodiazepines bequeath betide betrothal betters biathlete bib bidder bidders bifida bigotry bilayer
    bilirubin billionth binge biochemist biofeedback biographer biomarkers biometric biopic biopsy biotin birthplace births
    blackish bladder blah bleach blemishes blister bloat blockages blockchain blockchains blocker blogs bloodstream blotches
    blurry blushes boatmen bobsledder bodice bodybuilder bogs boilers boldface bolster bolsters bonkers booby bookdown
    booklet bookmakers bookstores booster bootcamp booths borderline borrowers bossy botanist bots bottleneck bottlenecks
    botulinum botulism bounceback boycott boycotts brachii brackish breaches breads breakeven breakevens breakpoint
    breaststroke breeder brevis brigs brine broaden brochures brokers bromocriptine bronchi bronchitis bronzes broodmare
    brothel brownish browsers brushwood btw bubbles buckles buff buffers buildup bulbar bulges bulimia bulkhead bullish
    bullosa bulwark bummer bumpy bungee bunkers bureaucracy burgomaster bushel businessmen businesspeople businesswoman
    buttock buttocks buttonhole buybacks buzzer buzzword bycatch byline byproduct byproducts bystander bytes caches
    cacophony cadres cafes caffeine calcaneus calcitonin calculates callback callbacks calli callus caloric calorie
    camaraderie cameos camper campers campsite candidacy canes canine canister canisters canker capillary capitis captures
    caravans caravanserai carbamazepine carbine carbines carbohydrates carboxyl carboxylic carcinomas carcinosarcoma
    cardiologist carefree caregiver caregivers caretaker caretakers caricatures carpal carpi carrot cartilages cartographer
    cashiers casinos casserole castaway catalyzes cataplexy cataracts catcher categorizes catfish catheter cavalcade
    caverite cede celebrates celiac celibacy cellist cemento censo centerpiece centimeter centimeters centimetres
    cephalopolysyndactyly cervicis cervix cffr chainsaws changelogs changeover changer chaperone characterizes chariots
    charisma charlatan charmer chassis chatbot chatbots chattel cheatsheet checkbox checkmark checkpoint cheekbones cheeky
    cheerleader cheerleaders cheeseburgers chemo chickenpox childbirth childcare chimera chipset chloride chlorine
    chloroquine choirmaster chondrocytes chondrodysplasia chore chorionic choroid chromatids chromatin chromosomal chuse
    cilia ciliary cinders cinematographer cinnamyl circa circadian circuitry circulates circumstanced cisgender citizenry
    citric clade clapboard clarinetist clashes classifier clavichord clavicle cleaners clergymen clew clicks clientele
    clinch clinician clinicians clipboard clog clonazepam clone clones closures clots cloudgov cloven coalesce coalesced
    coarser coastline coauthor cobweb coccyx cochlea codegen codemetar coders coerce coexist coffees coffers cofounder
    cognomen cognomina cohort colchicine coldsoak collaborates collagen collages collarbone colliculus collide colloid
    colloidal colonizers colonnade colorblind columnar columnist combines combo comeback comedic cometary comma commas
    commenters commoners commonsense communicates commuters commutes comorbid companionway compares compatriot compatriots
    compilers compiles completes completionist complicates composites comprise concave concede concentrates concertina
    concierge concludes condemns condense condottiero condyle condyles cones confidante configs configures conjunctiva
    connexin connoisseur conservationist consoles consolidates const constables constrain constrains constructs construed
    consumables consumerism containers contemplates contender contexts contour contractionary contractures contradicts
    contralto contrarian contributes controllers convene converges converter conveys cools coordinates coppers coprocessor
    copycat copyrights coquette cores corneal cornerback cornerstones corneum cornfield cornice corollary corporates
    corpuscles corrects correlates corticosteroid corticosteroids cortisol cosplay counterparty counterpoint courtier
    coverlet cowl coworker coxed coxswain coy cradles cranberry crappy crashes craters crates crawls crazier creak creatine
    crepe crewmen criticizes critiqued critiques crone croquet crore crossbow crowdsourced cruft cruisers crul crushes
    crustaceans crux cryptogenic cryptography crystalline cubes cubic cubicle cubilin cuboidal cuddle cudgel cues cuisines
    culminates cultivates cumin cupola curacy curfew curmudgeon curricula curvatures curveball cusp cutbacks cyanide
    cyanosis cyclic cyclophosphamide cyprinid cysteine cystoscope cytokinesis cytoskeleton cytosol dacoit dads dashes
    daycare deadband debacle debates debuggers decider decipher decor decouple decrees dedicates deduct deems defaced
    deferens defers deflationary defraud defunct defuse degrade degrades deil deild deletes deliverables delivers delle
    deltoid demise demonic demos dendrites denim denotes dente dentin dentinogenesis dep depicts deploy deploys depots
    dermal dermatitis dermatomyositis dermatosparaxis dermis deserter designates despatches destroyers detailee detainees
    detects deter deteriorates determines detour deviates devotee devs dextrocardia dialog diameters diapers diaphragm
    diaphysis diarrhea diarrhoea diastolic diathesis diced diencephalon dietitian diff differentiates digiti dilemmas
    diminish diminishes dimple diners diplegia diplomatist diplopia dipole dipstick disables disagrees disarray disband
    disciplinary disciplines disclaimer disconnects discontinued discrete discretionary discus disinflationary dislodge
    dispatcher dispatches dispel dispersal displace disrepair disservice dissolve distanced distionary distort distracts
    distributes distro distros dittodb diverge diverges dogmas doline donates dopamine dope dormers dorsal dosimeter doublet
    downgrades downlink downloads downplay downside downsides downstream downturn doxycycline dplyr draftsman drags
    dramatist draughtsman drawbridge drier driveway droughts druggist drusen ducts dumpster duplicates durables dwellers
    dwindle dyn dynamism dysarthria dysgenesis dysostosis dysphagia dyspnea dystonia dystopian dystrophin dystrophy dysuria
    earache earbuds earmark earners earthshine earthy eccrine ectoderm ectodermal eczema edema edgy educates efface efficacy
    egalitarian egoism egos eigengrau electrodes electrolyte electrolytes elects elegans elevates eliminates elites ell
    elver embellish emblems emerges emesis emissary emoji emojis emphasise emphasizes emphysematosa empowers enablers enamel
    encapsulates encephalopathy encodes encompass endanger endocrine endocrinologist endoderm endorse endoscope endospore
    endothelium engages engender engraver enlarges enlist enliven ennui enrich enriches enroll ensconced ensembles enshrine
    enslavers ensures enteric enterococci entertainers entice enticed entomologist entree entrust entryway enum env
    environmentalism environmentalist envoys enzyme epicenter epicondyle epidemiologist epidermal epidermis epidermolysis
    epigram epinephrine epiphyseal epiphysis episodic epithelia epithelium epochs epoxy equip ermine erodes erythema
    erythrocytes erythropoietin esophageal esophagus espouse essayist establishes estimates estradiol estrogen estrogens
    estrone ethanol ethmoid ethnographer eukaryotes euphemism evaluates evaporates evidenced evoke evolve exaggerates
    examinees examiners excerpt exchanger exchanges exclaims excluder excludes excrete execs executes exerciser exhale
    exocrine expansionary expatriates expedite expenditures experimenter explodes explores exposures extensor extern extort
    extras extremist extrinsic extrovert eyeball eyepiece facades facilitates facto fades fallback falsetto fanboy fanfare
    farmland fart fascia fasciae fascicles fasciculus fascinates fatty favoritism favourites fellers felony femoris fenced
    ferritin fetches fete fetus feudalism feuds fiber fiberglass fibers fibronectin fibula figurehead filibuster filibusters
    filmmaker finale finalist financed financier finders fingerprint finisher firearm firefighter firmer firstborn firsthand
    fissures flabby flagon flares flashback flashbacks flashy flatfish flatten flattens fleecy flees flexed flexor flicks
    flier flimsy flinch flipside floodgates floodplain floppy florid fluctuates fluids flushes flutes flutist flyby flybys
    foamy fodder fogs folders folic follicle follicles followup fontanelles footballers footbridge footpath footpaths
    footstool foragers foramen foramina foray forearm forebrain foreclosures forefront foregone foreheads forestall foretell
    foreword forgo formulas forsook fossa fosters fovea fractures franchise franchisee franchisees franchisor freakin
    freelancer freelancers freemium frees freezes freighter fresher friendlier fringes frisbee frolic frontenders frontlines
    frontman froth frustrates fullback fulltext fumbles func functionalism funder funders fundraise fundraiser fundraisers
    fungal fungi fungus funnier furlough furrier furrow fzf gabapentin gadget gainsay gallium gallon gameboard gameplay
    gamut gane ganglia ganglionic gangliosidosis gangrenosum garages garish garnish gastric gastroenterologist
    gastroesophageal gastropod gatekeepers gauge gauges gayer gayly gcloud gearbox geeky geez gel gendarme genders gene
    genera generates generic genes genitalia genotype genres gens gentilicia gentlewoman geocentric geojson geometric
    geometrid georeferenced geriatric germane geysers ggplot ghettos gibberish gigabyte gigabytes gigahertz gigs gimmick
    girth gitserver giver gland glassy glean glenoid glia glib glitches globin glomeruli glomerulonephritis glomerulopathy
    glomerulus glucagon glucocorticoid glucocorticoids glutathione gluteal gluteus glycerol glycine glycogen glycol
    glycolysis glycoprotein glycoproteins glyphs goaltender goatees goers gofmt goiter goldfield goldfish gonads goodbyes
    goodpractice goofy goroutine goroutines gotchas govuk grad grader graders grads graft grandchild grander grandfathers
    grandkids grantees granules granuloma granulomas graphs grapple grassland grater gravestone grayish grayscale grenade
    greyish grids grins gritty groupthink growths grudges guarantees gudgeon guerilla guerrilla guerrillas guidebook
    guilders gulfs gulps gunfire gunman gunmen gunpoint gunwale gwine gynaecologist gypsum gyros gyrus haha hairline
    hairstyles halfpenny halophilic halos handers handgun handheld handlers hantavirus haphazard harass hardcore hardwood
    harmonica harsher hashes hashtag hashtags hassle hassles hatches hatchway hater haters hawkish hawser haywire hddtools
    headers headline headlines headset headwaters headwind hearsay heartburn heaters hectare hectares hectocotylus hefty
    heighten helicopters heliocentric helmsman helo hematocrit hematuria heme hemispheres hemoglobin hemopoiesis hemoptysis
    heparin heptathlon heraldic heraldry herbicide herein hernia heroines herpetologist heterotopia heyday highlights
    highschool hijack hikers hillock hillsides hindbrain hinterland hippocampus hires histamine histogram historiography
    hitter hobbyist holders holocentric holotype homebuilders homelabbers homeostasis homeowners homepages homesteads
    homocysteine homophobia honeypot hoodie hordes hormone hormones horoscope hoss hotelier hotspot hotspots housefull
    householder housemates hovers howls hrs httr huddle huddles hues huh humaine humankind humanoid humerus hummus hunspell
    hurdles hyaline hybrids hydraulic hydrocarbon hydrolysis hydronym hydrophilic hydrophobic hydroponic hydrothermal
    hydroxide hydroxychloroquine hydroxyl hydroxysteroid hyoid hype hyperbole hyperbolic hypercholesterolemia hyperlipidemia
    hyperparathyroidism hyperprolactinemia hypertrophy hypervisor hyphens hypnosis hypnotism hypochondroplasia hypodermis
    hypogonadism hypogonadotropic hypoplasia hypothalamus hypothermia ichthyologist ichthyosis iconography identifiers
    idolatry idyllic igloo ignores iliac iliocostalis illiquid illiteracy illuminates imbued imitates immediacy immerse
    immunoglobulin immunoglobulins impacts impair impairs impasse impede impl implementers importer importers imposter
    imprecise imprint imprison improvise inadequacy inboard inborn incendiary incite incorporates indexers industrialist
    infects infinitesimal inflationary inflow infrastructures infringe ingroup inhale inhalers inhibit inhumane initiates
    injects inline inroads insecticide insecticides inset insides insofar instar instill instructs insulin intangibles
    integer integers integrates integumentary interactionism interacts intermixed intern interplay intersects intervenes
    interviewee interviewees interviewers interwoven intestine intestines intimates intra intraday introvert inversus invert
    invertebrates inverter inverters investigates invoke ironic irritates ischemia ischium isekai isolates isolationism
    issuers itches jailbreak jalapeno jaundice javelin jeers jetty jig jingles jot joystick judoka jumpers jurymen kennel
    keratin keratinocytes keratoconus keratoderma kerosene ketones kettles keyboardist keypad keyword kicker kidnap kilns
    kilobytes kilogram kilometres kinsmen knead kneecap knitr knobs kokanee krill kubectl kudos kvenna kyphoscoliosis
    kyphosis lackluster lacrimal ladle lags laissez lakhs lamina laminin landholders landowners landscapes landslides
    landward languish lank larva larvae larval larynx lasers latches latitudes launches lawmakers layman laymen layoff
    layover leaderboard learners lecturers ledges leeway leftist leftover leftovers legalese legitimacy legume
    leiomyomatosis lender lenders lengthens lengthwise leprosy leptin lessee lessen lessens leukocyte leukocytes leverages
    libido libretto licensee licensees liek liftoff ligand ligatures lighters limbic lineages linebacker linebackers lineman
    linemen linens liners lingerie linguist linkages linker lint linter linters lintr lipedema lipid lipids lipoprotein
    liter liters lithe lithium lithographer lithographs litre litres livers livestream loam lobbyist lobe locale locales
    lockdown lockers locus logger loggers logins loins longhorn longissimus longus loophole loopholes looser losers louse
    lowers luger lugger lukewarm lumbar lunches lures lurk luster lymph lymphedema lymphocytes lyrique lysosomal machinist
    macrophages macros macula magick magnesium magnifiers mailers mainline mainstay mainstream maintains makeover malaise
    malaria malleolus malpractice malt maltophilia malware mammogram mandates mandolin maneuvers manganese manslaughter
    mantles mantra manubrium manufacturers margins marijuana marker markers marketers marshy mashup masse mastermind mastiff
    matchday matchup materializes mathematician matures maun maxed maxilla maximal maximise maximizes meander meatball meaty
    medallist median medians medic medrxivr medulla medullary megabyte megabytes megger megs melanin melanocytes membrane
    membranes meme memorabilia memos menaced meninges meniscus menopausal menopause mentee mentees mercantilist merchantmen
    merger mergers merges meritocracy merrier mesenchyme meshes mesoderm metabolic metabolism metabolite metabolites
    metacarpal metadata metamorphosis metastasis metatarsal meteorite metformin methane metre metres metric mezzo mic
    microbes microfilariae microfoam microphones microphthalmia microsomia microtubules midbrain midcourse middlemen
    middleware midfielder midges midline midpoint midwife mightier mignonette migraine migraines migrates mil milder
    milestone militiamen militias millimeter millimeters millipedes millisecond minced mindmap mindset minefield minimal
    minimalist minimi minimise minimizes mins minus miscarriages misdemeanor misinterpret mislead mismatch mismatches
    misnomer misplaced misread misspoke mites mitochondria mitosis mixins mixtape mixtures mnemonic moans mobster moccasins
    mocks modal modem modicum modifiers modules molecules mollusc molluscs mollusk monetary mongolite moniker monocytes
    monoliths monologue monomers monoplane monorepo monospace monotypic monoxide montane mop morale moralist morass mortuary
    mosaicism motherboard motif motifs motivates motorcycles motorway mourners moustaches mouthpiece mover muck muckle
    mucosa mucus mulatto mullet multidisciplinary multiminicore multiplayer multiples multiplier multipliers multivitamins
    mundane muscarinic mush musl myalgia myelin myoclonic myoglobin myosin myotonic mysticism nanometers narcissism
    narcolepsy narrates nasopharynx nationwide nausea navbar nave navel navigates necessitates necrosis negotiates neoplasia
    nervosa neurodiverse neuroma neuromyotonia neuropathy neuroscientist neurosurgeon neuroticism neurotransmitter
    neurotransmitters neutrinos neutropenia newb newsboy newsletters newsworthy niches nicotine nicotinic nightcap
    nightingales nigra nipple nitrogen nitty niver noblemen nodes nodosum nodules nomads nomen nominee nominees nonbank
    noncompete nonfarm nonmarket nonmonetary nonrecessionary nonsmoker nonsteroidal nonstop nonvoters norepinephrine notches
    noteworthy notochord noun nourish npm nuanced nuchal nuclei nucleic nucleotide nucleotides nucleus nudibranch nystagmus
    obese obituary obscures obstruct obstructs obtains obtuse ocelli octopus oculopharyngeal oeuvre offenders offhand
    offseason offsite ohh olecranon oligopoly onboard onscreen onset onshore onsite onus oobleck oolong operas operetta
    opiates opioid opioids opposites oppressor optimizes orb orbicularis orbiters orchid ores organelles organise organisers
    organizer organizes orgs orgy oribatids originates orphanages orthopedist orthopnea osmdata osmosis ossicles
    osteochondromas osteocytes osteogenic osteomyelitis osteopetrosis osteoporosis ostrova ourself outages outboard outcrop
    outfielder outflow outgrow outgrown outlandish outlay outlier outliers outnumber outpace outpaced outro outsource
    outsourced outweigh ovary ovens overdo overdone overhang overhaul overkill overlap overlay overridden override overrides
    overrun oversee overseen oversees overspread oversupply overthrew overtones overturn overuse overwrite overwrites
    overwritten ovoid oxytocin pacemaker pacifist paddles padlock pads pageviews painkillers paleontologist palettes
    palmoplantar pancreas panniculitis papillae papillary paradigms parameter paramontroseite paraphernalia paraplegias
    parasitoid paresthesias parishioners parkinsonian parser parsers participates partridges passageway passkey patchy
    patella pathogen pathologist patina patrols pave payback paychecks payday payloads payoff payroll pdftools peacocks
    pecans pedagogue pediatrician pediatricians pelvic penetrates penis penumbra peptide peptides perfectionism perfidy
    pericardium pericynthian perigee perineum periodic periosteum peritonitis perjury peroxide perpetuates persona personas
    persuades pertain pertains pertussis peruse pervades pesky pesos pesticides petiole petitioners petroglyphs peva pews
    pewter phablet phalanges pharyngeal pharynx philologist phlegm phobia phomoxanthone phomoxanthones phoneme phony
    phospholipid phospholipids phosphorus photogranules photojournalist photon photonic photophobia photophores
    physiotherapist pianos picker picket pieced piecemeal pietroalbini piggyback pilgrimages pinkish pinpoint pipefish
    pipeline piqued piracy pitchers pitches pitfall pityriasis pjeva pkgcheck pkgdown placard placebo placeholder placenta
    plagues plaintext planners plantains plantar planter planters planus plaque plateaued plateaus platelet platter playoff
    pleads plebeian pledges plethora plexus plotters ploy plugin plugins plunges pluralism pneumothorax podcaster podcasters
    podium pointers pointy policymaker policymakers pollicis pollsters polychondritis polyester polyfill polygamy polyglot
    polymicrogyria polypeptide poo populates porches porn portray portrayal postdocs posterior posters postganglionic
    postseason postures postwar potholes potty pouches pounder pounders powders powerdown powerup practitioners praenomen
    praenomina praiseworthy prank precautionary precede precedes precludes precursor predates predicts preeclampsia preempt
    prefaced prefix prefixed preganglionic prelates preprint prerequisite prerequisites prescribe prescribes presenter
    presenters preset presides pressures pretense prides priesthood prig primates printmaker prioritise prioritizes pristine
    probationary probe probes professionalism progeroid progesterone prognosis programmer programmers prohibit projectiles
    prolactin promoters promotes proofread prop propagates propel propellers prospectus prostigs prostitutes protagonist
    protectionism protectionist proteges protein proteins proteinuria protesters prothrombin protocols protosketch prototype
    prototypes providers proximal proxy pseudoachondroplasia pseudonyms pshtt psych psychoanalysis psychosis psychotropic
    pterygium puberty pubis publican publicist publishes pullback punctata punishes pupillary purchasers purist purplish
    purr purrr pursues pushback pushes putrid pyramidal pyre quad quads quarantine quarterbacks quarterdeck quell
    questionnaires queued quicksand quizzes quotas racehorse racks racquetball radiates radiculopathy radioulnar radius
    raids raindrop rainfall rainwater raiser ranchers ransomware rapes rapper rappers rapport rapporteur rashes raster
    ratchet rationale rationales razorblade rdhs reactionary reacts readback reaffirm rearrange reassert rebird rebirth
    recedes receivers receptacle receptacles recheck recipes recognizes reconstruct reconvene recoup rectus redefine redid
    redirects redlines redo redshirt reenter reestablish referenced refill refine reflex reflux refocus reformat refreshes
    regimen regimens regroup regulates rehash rehearse reimagine reimburse reinforce reinforcer reinstall reintroduced
    reissued reiterates rejects rekindle relativism relaunch relicense reliever relievers relinquish remade remarry rematch
    remdesivir remit remixed remotes renews renminbi renounced rentrez renv reorder repertoire replenish replete replica
    replicas replicates repo reprex reproduced republish requester requite reread rerun resale rescind rescuers rescues
    resell reservice reservoirs reset reshape resides residues resin resonates responder responders restart restez restores
    restricts retailers retains rethink reticle retinopathy retirees retrieval retrieve retroperitoneal retros reunite
    reunites reuse revert reviewers revise revisit revoir rewrite rewrites rewritten rhinitis rhythms rickshaw ricotta rife
    rigor rigs rims rinse rioters riots riskier ritornello rlang rmangal rnassqs roadblock roadblocks roadmap roadstead
    rodev roles rollback rollercoaster rollercoasters rollers roommates ropenaq rorcid roster rotates rougher roundtrip
    routers routines rowers roxygen rozhanitsy rrricanes rtweet rubric rugae rundown runny runoff ruptures russet sacristy
    sacroiliac sadder safeguard sailboat salads saliva salutary sandboxed sanitizer sarcolemma sarcomeres sarcophagus
    sardines satellites savers sawdust saws saxophonist scalene scaly scammers scamper scanners scans scape scaphoid
    scatters scavenger schedules schemata schizophrenia schoolchildren schoolteacher scoliosis scooters scoreboard scour
    scrapbook scraper scrapes scrappy screenshots screenwriter scriptwriter seabass seafloor seahorse seaplane searchers
    searches seater seawater seaworthy secrete sectarian secures sedentary seduced seedy seep segue seizes seizures selloff
    semaphore semaphores semicircle semicolon semimajor seminar semispinalis semolina sender sepal sequenced serfs serif
    serine serotonin servers serviced servicemen setae setback setbacks setter sexism sexist shackles shard sheepish
    shellfish shelters shins shippers shipwrecks shivers shopkeepers shopper shorelines shortcodes shorten shortens
    shortfall shorthand shortlist shotgun shrew shrouds shutdown sialic sialidosis sickle sidebar sideline sidelines
    sidelong sigmoid signet signup silicates silicone silos silverware simmer simulates sinkhole sirrah situs skateboard
    skateboarder skater skaters skepticism skew skier skiers skillset skirmish skirmishes skyrocket skyscrapers skyward
    slashes slaveholder slaveholders slavish sleepers sliced slideshow sliver slog slogan slogans slowdown slumbers
    smartphone smite smock smokers smoother smother snapback snapshots snares snatches snippet snowboarder snuck socialite
    sociologist sockeye sodden sodium softball softens soloist solutes solver solvers someway sonatas songwriter sores
    sorghum sortie souks soundbite sourced sourdough soybeans spacecraft spaced spacer spam spammers spammy spaniel spans
    sparse spasmodic spatula specializes specs speedup sperm sphenoid spheres sphincter sphincters spiced spiderwebs
    spillover spinalis spindle spines spinoff spinosum spiny splashdown splashes splice splint sponges sporadic spores
    spotty spreadsheet sprinkle squalor squatters squeal squids stabilizer stabilizes staffer staffers stagger stakeholder
    stakeholders stamens standalone standby standoff stapes stasis statewide statin statins statistician staunch steadier
    stealth steeper steeply stench stenographer stenosis stepdaughter stepson stereocilia stereotypes sternum steroid
    steroids stethoscope stickers stigma stimulates stimuli stipulates stirrup stockbroker stockholders stockpiles stoma
    stomachs stonemason stools stoppages stopper storekeeper storeys storyboard storytellers straddles stragglers streamer
    streamers streamline streamlines strengthens stressor stricter struct structs structures strychnine stucco stumbles
    stutter styles styloid subalpine subarachnoid subcarriers subcommand subcommittees subcultures subdomain subdomains
    subfield subfolder subgenera subgenus subgroup submarines submerge submitter submodules subordinates subpar subpart
    subscribers subscribes subset subside subsides subsidiary subsidy subsist substandard substantia substitutes substrates
    subsurface subsystems subtribe subtype subtypes subunit subvert succinct suck sucks sued sufferers suffix suffragette
    suffragist sugary suicides sulcus sulfuric summarise summarizes sunspot sunspots supercomputer supercomputers superego
    superhero superheros superhologram superpowers supersede supersedes superset supervillain supervise suppers supporter
    suppressor supremacist surcharge surfaced surges surveys suspenders sustains sutures swag swampy swap sward swath swaths
    sweeteners swimmers switches swordsman swum syllabus symbolizes symmetric symmetry sympathizers sympatry symphysis
    synced synchondrosis synonym synonyms synovitis syntax synth synthesizer synthesizers synths syringe sys systolic
    tabloid taboos tabulizer tackles tagline taglines tailbone taint takeaway takedown takeoff takeover takers talkin talus
    tambourine tamper tandem tarball tarsal tattoos taxa taxicab taxpayer taxpayers teaser techie technician technologist
    tectonic telenovela telenovelas telephony telescopes telescopic telltale temp temperatures tendon terabyte terabytes
    teratoid teres terraced terracotta terrorism terrorist terse testes testicle testicles testis testosterone textarea
    textures thalamus thalassemia themself theologian theorist theres thermal thermophilic thet thickens thinners thoracic
    thoracis thorax thoroughfares thousandth threes thrillers thrombophilia thrombosis thrombus throughput throwaway
    throwback thruster thrusters thwart thymus thyroid tibia tibialis tic ticker ticks tidyhydat tidync tidytext tiebreaker
    tiers tightens tights timebox timecard timelines timer timeslot timestamp timetables timezone timezones tinkle tinkr
    titer titers tithepayers titleholder toddlers toggles tokenizers tombstones tomography tonnes toolbar toolchain
    toolchains toolset toothpick topography toponym toponymie torque tort tortilla tortillas totalitarian totalitarianism
    touchdown touchscreen townland townsfolk townsite toxin trabeculae trachea tracklist trackpad tradeoff tradesman
    traffickers trailers trainees transcendentalism transcribe transcript transduced transducer translates transmedia
    transmembrane transmitter transmitters transom transponder transporter transporters transverse trappers traumas
    treadmill trellis trematodes trendy triad triangles tributary tributes trickier tricycle triggers triglycerides
    trimester trinucleotide triparty triplet tripod trochanter trochlea trombonist trope tropes trouser trow truckers truism
    trumpeters tuber tubercle tubercles tubules tuple tuples turcica turnip tussock tweak tweet twelvemonth twiddle twine
    twinge twitches tympanic typeface typewritten typo typography tyrosine uglier ulcers ulna ulnar ulterior ultrasonic
    umpires unannounced unbeaten unbidden unblock unblocks unborn unconf unconvinced uncover underclass undercut undergrad
    undergraduates underlie undermine undermines underpin underpins underscores underside understorey undertaker undervalued
    underway unfortunates unhurt uninstall unites universalis unleash unlocks unorthodox unpack unplaced unplug unproven
    unravel unseal unstow unsubscribe unwieldy unwind upazilas updates upfront upgrade upgrades upkeep uploads upmarket
    upscale upsell uptick upturn urchins urea ureters urges uric urine urologist usages usethis ushers usr utero uterus
    utilise utilitarian utilizes utters vaccine vagus validates vanadium vancomycin vanquish vaporware vassal vaudeville
    vazno veal venison ventricle ventricles ventriloquist venues verb verbena vertebra vertebrae vertebrates vesicle
    vesicles vestry veto vibe vibrates vibrissae vigilante vignette vignettes violates violins visas viscera visdat visor
    visualise visualizes vocalist volatiles volcanism volumetric volunteerism vom vomer vomit voters vulva waitin waitlist
    waivers walkers walkway warheads wart wastes watchbird watercourse waterway wavelength wavelengths waver wavy weakens
    weal wealthier wearables weathercan webhook webinar webmockr webpages weevil weightlifter weirdo wetter whatnot
    wheelchairs wheelhouse wheeze whereon wherewithal whims whisk whistles whiz wholesalers whomever widens widget widths
    wigs wikis wildfires windfall windlass windpipe windshield withdraws withstood womans woodwind workday workhorse
    workhouse workloads workplace worldview worsen worsens wort wrappers wreak wrecks wrenches wrestlers wroth wur www yadda
    yargs yaw yellowish yolk yuck zeros zigzag zinc zipper zona zoologist zoos zrok`;

/** Words that are hardly ever names in "the boss's" and "the kids'". */
const owners = `
    actress admission afternoon agency airline album animal anybody anything appetite application area arm article asteroid
    audience baby band bargain battery bed bee bike bird blog blood body bone book boss boy boyfriend brain brand bread
    breathing building business button cab cabin cable camera campaign candidate cell century child childhood clan clergyman
    clerk coffee colleague community companion company competition complex condition constituency conversation core country
    couple cousin crate culture curl dad day death decade deceased device discipline dog doll domain donkey duo economy
    email employee enemy entity episode estate evening everybody everything eye facade facility family feature female fetus
    field film firm flag food fork franchise freedom friend function game gene generation genre gentleman girlfriend grave
    guys hand harm hire household human humanity husband image individual industry instance interval invalid job joke jury
    key kid label lad landlord language lantern leg lesson level line locality location machine maiden majority male man
    mankind material media meeting memo men message mile military mind mine mission mistress mixtape model module mom money
    month morning mortal movie muscle musician neighborhood neuron newborn nobleman nobody nominee nothing novel npm nurse
    oil operation org organisation organism organization package page pain patron period person phone physician pity place
    plane platform play policeman politician population portfolio pressure principal problem production profile promotion
    property protein prototype publication pupil question rate record regime region relative repo repository representative
    resource ride rival role roll rope salesperson salon screen season second section shrine side simplicity single site
    skin slavery smartphone snail snake solution somebody something son song soul sound source spouse statue store study
    submarine subscription superhero task team temperature template term thing think title today tool town track train tree
    truck tunnel two type vehicle venture version vessel victim video village villain wave website week when wind wing woman
    word work workman yesterday`;

const words = (list: string): readonly string[] => list.trim().split(/\s+/u);

/** By the word in lower case. */
export const initialismForms: Readonly<Record<string, string>> = Object.fromEntries(
  words(initialisms).map((word) => [word.toLowerCase(), word]),
);

export const commonWords: readonly string[] = [
  ...words(common),
  ...words(owners).flatMap((word) => [`${word}'s`, `${word}s'`, `${word}'`]),
];
