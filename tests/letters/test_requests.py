"""Whole requests as letters word them, labelled by hand before the rules saw them: treatment, body parts, visits."""

import pytest

from cases.letters.classify import classify_request
from cases.letters.model import Span

# request | treatment | body parts | visits
REQUESTS = """
Norco 10/325mg #120 with no refills | opioids |  |
Retrospective request for Flurbiprofen 20%, Lidocaine 5% 180gm dispensed 2/3/14 | compounded-topicals |  |
1 prescription of Omeprazole 20mg #60 with 2 refills between 5/1/2014 and 7/1/2014 | proton-pump-inhibitors |  |
Associated surgical service: Assistant surgeon | assistant-surgeon |  |
12 sessions of acupuncture for the lumbar spine | acupuncture | lower-back | 12
DME: Lumbar support brace | braces-and-orthotics | lower-back |
Functional restoration program x 160 hours | functional-restoration-program |  |
Home H-wave device purchase | electrical-stimulation-devices |  |
Retrospective request for urine drug screen (DOS 3/5/14) | urine-drug-test |  |
Physical therapy 3 x 4 for the bilateral knees | physical-therapy | knee | 12
Repeat EMG/NCV of the bilateral lower extremities | emg-ncs | lower-extremity |
Transportation to and from surgery center | transportation |  |
Post-operative DME: cold therapy unit purchase | hot-and-cold-therapy |  |
Lidocaine patch 5% #30 with 3 refills | topical-analgesics |  |
Terocin 120ml: Capsaicin 0.025%, Methyl Salicylate 25%, Menthol 10%, Lidocaine 2.5% | topical-analgesics |  |
Follow up with orthopedic surgeon in 6 weeks | office-visit |  |
Consultation with a pain management specialist for the lumbar spine | consultation | lower-back |
1 Right shoulder MRI with intra-articular contrast | mri | shoulder |
Bilateral L3, L4, L5 medial branch radiofrequency ablation | radiofrequency-ablation | lower-back |
Psychological evaluation x 1 and 6 sessions of CBT | psychological-evaluation |  |
Cognitive behavioral therapy 1 time weekly for 6 weeks | psychotherapy |  | 6
Pre-operative labs: CBC, CMP, PT, PTT, UA | lab-tests |  |
Pre-operative medical clearance with internist, EKG, chest x-ray | preoperative-clearance | chest |
Gabapentin 600 mg, 1 tab TID, #90 | anti-epilepsy-drugs |  |
Interferential unit with garment, 30 day rental | electrical-stimulation-devices |  |
Right knee arthroscopy with partial medial meniscectomy and chondroplasty | arthroscopic-surgery | knee |
Postoperative physical therapy 2 times a week for 6 weeks, right knee | physical-therapy | knee | 12
Inpatient hospital stay 2-3 days | inpatient-stay |  |
Viscosupplementation injections x 3 left knee under ultrasound guidance | viscosupplementation | knee |
Sleep study consultation | sleep-study |  |
Topical compound GCB: Gabapentin 10%, Cyclobenzaprine 5%, Bupivacaine 2.5% | compounded-topicals |  |
Ambien CR 12.5mg #30 | sedative-hypnotics |  |
Prilosec 20 mg QTY: 60.00 | proton-pump-inhibitors |  |
Physical therapy QTY: 12.00 | physical-therapy |  | 12
Aquatic therapy two (2) times a week for six (6) weeks for lumbar spine | aquatic-therapy | lower-back | 12
Weight loss program (Lindora) for 10 weeks | weight-loss-program |  |
TENS unit 1 month trial | electrical-stimulation-devices |  |
Cyclobenzaprine HCL 7.5mg tab #90 | muscle-relaxants |  |
Home health care 4 hours a day, 7 days a week for 2 weeks | home-health-care |  |
Shower chair with back | other-equipment |  |
Trigger point injections to the cervical paraspinals and bilateral trapezius | trigger-point-injection | neck shoulder |
Extracorporeal shock wave therapy 1 x 3 for right elbow | shockwave-therapy | elbow | 3
Referral to psychologist for evaluation and treatment | psychological-evaluation |  |
Internal medicine consult for GERD | consultation |  |
Laboratory studies to monitor kidney and liver function | lab-tests |  |
Work conditioning 3x4 | work-hardening |  | 12
Right wrist carpal tunnel release | hand-and-nerve-surgery | wrist |
Occupational therapy 2x4, right hand | occupational-therapy | hand | 8
Naproxen 550mg, quantity 60, refills 2 | nsaids |  |
MRI of left knee, open, to rule out meniscus tear | mri | knee |
X-ray series of the lumbar spine including flexion and extension views | x-ray | lower-back |
Voltaren 1% gel, 3 tubes, with 2 refills | topical-analgesics |  |
Tylenol with Codeine #3 300/30mg #60 | opioids |  |
Stellate ganglion block, right, series of 3 | sympathetic-block |  |
Spinal cord stimulator trial with two leads | spinal-cord-stimulator |  |
Psychiatric clearance for spinal cord stimulator trial | psychological-evaluation |  |
Butrans patch 10mcg #4 | opioids |  |
Medrol Dosepak | oral-corticosteroids |  |
Medical transportation for physical therapy visits | transportation |  |
Cervical traction unit with air bladder | traction-devices | neck |
Orthopedic shoes, one pair | braces-and-orthotics |  |
Massage therapy x 8 sessions, neck and upper back | massage-therapy | neck upper-back | 8
Biofeedback, 1 session per week for 6 weeks | biofeedback |  | 6
Hydrocodone-Acetaminophen 5/325 mg #60 DOS 1/14/15 | opioids |  |
Lyrica 75mg #60, 5 refills | anti-epilepsy-drugs |  |
Anterior cervical discectomy and fusion at C5-6 with allograft and plate | spine-surgery | neck |
Associated surgical service: 1 day inpatient stay | inpatient-stay |  |
Associated surgical service: Post-op cervical collar | braces-and-orthotics | neck |
Associated surgical service: Bone growth stimulator | bone-growth-stimulators |  |
Associated surgical service: Intraoperative neuromonitoring | other-diagnostic |  |
Associated surgical service: Keflex 500mg #12 | anti-infectives |  |
Associated surgical service: CPM x 21 days | other-equipment |  |
Sentra AM #60 | nutritional-products |  |
Genetic testing for narcotic risk | lab-tests |  |
Dental consult for bruxism | dental-services |  |
Ophthalmology consultation | consultation |  |
Right L5 selective nerve root block | epidural-steroid-injection | lower-back |
Cervical epidural steroid injection at C7-T1 | epidural-steroid-injection | neck |
Bilateral sacroiliac joint injections with fluoroscopy | sacroiliac-injection | lower-back |
Botox injections 200 units for cervical dystonia | botulinum-toxin | neck |
Corticosteroid injection to the left shoulder subacromial space | joint-injection | shoulder |
Platelet rich plasma injections to the right knee x 3 | platelet-rich-plasma | knee |
Left total knee replacement | joint-replacement | knee |
Gym membership x 12 months | gym-membership |  |
Urine toxicology screen every 3 months | urine-drug-test |  |
Outpatient detoxification program | detoxification |  |
Wheelchair rental for 6 weeks | mobility-aids |  |
Orthopaedic mattress | beds-and-pillows |  |
Ergonomic workstation evaluation | consultation |  |
Speech therapy 2x/week x 6 weeks | other-rehabilitation |  | 12
Vestibular therapy evaluation | other-rehabilitation |  |
EKG prior to surgery | cardiac-tests |  |
Bone scan, total body | nuclear-imaging |  |
CT scan of the lumbar spine with 3D reconstruction | ct | lower-back |
Diagnostic ultrasound of the right shoulder | ultrasound-imaging | shoulder |
FCE | functional-capacity-evaluation |  |
Review of records and report | medical-records |  |
Skilled nursing facility for 2 weeks post op | skilled-nursing |  |
Left inguinal hernia repair with mesh | hernia-surgery | abdomen |
Hardware removal left ankle | other-surgery | ankle |
Soma 350 mg #90, 1 tab three times a day | muscle-relaxants |  |
Xanax 0.5mg prn #30 | benzodiazepines |  |
Seroquel 25mg #30 | antipsychotics |  |
Provigil 200mg #30 | stimulants |  |
Zantac 150 mg #60 | h2-blockers |  |
Ondansetron ODT 8mg #30 | antiemetics |  |
Colace 100mg #120 | laxatives |  |
Fioricet 50/300/40 #60 | barbiturate-analgesics |  |
Imitrex 25mg #9 x 2 refills | antimigraine-agents |  |
Hydroxyzine 25 mg #60 | antihistamines |  |
Lisinopril 10mg #30 | antihypertensives |  |
Coumadin monitoring | anticoagulants |  |
Metformin 1000mg #60 | antidiabetics |  |
Cialis 10mg #10 | impotence-agents |  |
AndroGel 1.62% | hormones |  |
Medical marijuana | cannabinoids |  |
Naloxone 4mg nasal spray | opioid-antagonists |  |
Lipitor 20mg | other-drugs |  |
Genicular nerve block right knee | nerve-block | knee |
Ketorolac 60 mg injection given in office | other-injection |  |
Physical therapy to the lumbar spine, two times a week for four weeks (8 visits) | physical-therapy | lower-back | 8
Physical therapy 1-2 times per week for 6 weeks, cervical and lumbar spine | physical-therapy | neck lower-back | 12
Six additional sessions of chiropractic manipulation | chiropractic |  | 6
Additional acupuncture; eight (8) sessions (2x4) | acupuncture |  | 8
Infrared, myofascial release and electro-acupuncture 2x3 | physical-modalities |  | 6
Acupuncture 2 x 3 with infrared and myofascial release | acupuncture |  | 6
Flector patch 1.3% #30 | topical-analgesics |  |
Trazodone 50mg #30 | antidepressants |  |
Pain management consultation and treatment | consultation |  |
Pain management follow-up visits x 6 | office-visit |  |
Neurology re-evaluation | office-visit |  |
Hand surgeon consultation, right wrist | consultation | hand wrist |
Tramadol HCL ER 150mg | opioids |  |
LSO back brace | braces-and-orthotics | lower-back |
Thermacure 30 day rental with pads | hot-and-cold-therapy |  |
Percutaneous electrical nerve stimulation (neurostimulator) x 4 treatments | electrical-stimulation-devices |  |
Range of motion measurement and patient education | other-diagnostic |  |
Post-op home health RN for wound check | home-health-care |  |
Theramine #90 | nutritional-products |  |
Motorized cold therapy unit, purchase | hot-and-cold-therapy |  |
Computerized tomography (CT) cervical spine | ct | neck |
Revision right carpal tunnel release with hypothenar fat flap | hand-and-nerve-surgery | wrist |
Trial of 6 chiropractic treatments to lumbar spine | chiropractic | lower-back | 6
MRI left shoulder without contrast QTY 1 | mri | shoulder |
Individual psychotherapy once a week for 20 weeks | psychotherapy |  | 20
Group medical psychotherapy (1x6) | psychotherapy |  | 6
Medication management one time monthly for six months | office-visit |  |
Omeprazole DR 20mg capsules #120 | proton-pump-inhibitors |  |
1 follow-up visit with orthopedic spine surgeon | office-visit | spine |
One (1) evaluation with an ENT specialist | consultation |  |
Purchase of 1 lumbar sacral orthosis | braces-and-orthotics | lower-back |
Prospective request for 1 prescription of Ketoprofen 20%/Ketamine 10% cream 120gm | compounded-topicals |  |
Amitriptyline/Dextromethorphan/Gabapentin 4/10/20% 180gm | compounded-topicals |  |
Aspen Summit lumbar brace | braces-and-orthotics | lower-back |
Retrospective 1 Toradol injection | other-injection |  |
Synapryn 10mg/1ml oral suspension 500ml | opioids |  |
RS4i stim unit with 3 months supplies | electrical-stimulation-devices |  |
X-Force stimulator unit, plus 3 months supplies, with conductive garment | electrical-stimulation-devices |  |
Solar Care FIR heating system | hot-and-cold-therapy |  |
Interspec IF II and monthly supplies | electrical-stimulation-devices |  |
Kronos lumbar pneumatic brace | braces-and-orthotics | lower-back |
ThermaCooler system 6 week rental | hot-and-cold-therapy |  |
Pro-Stim 5.0 unit | electrical-stimulation-devices |  |
Cooleeze gel 120gm | topical-analgesics |  |
Medi-Derm cream | topical-analgesics |  |
Cidaflex #90 | nutritional-products |  |
Ketoflex cream | compounded-topicals |  |
Cartivisc 500/200/150 mg #90 | nutritional-products |  |
Dolgic Plus | barbiturate-analgesics |  |
Urgent evaluation with shoulder specialist | consultation | shoulder |
Pre-op EKG, CXR, and labs | cardiac-tests | chest |
Outpatient left shoulder arthroscopy with possible rotator cuff repair | arthroscopic-surgery | shoulder |
Intermittent limb compression device, 14 day rental | hot-and-cold-therapy |  |
Water circulating cold pad with pump | hot-and-cold-therapy |  |
Home care provider 8 hours/day | home-health-care |  |
Nurse case manager | office-visit |  |
Transfer of care to pain management | consultation |  |
Qualitative urine drug screen, 4 times per year | urine-drug-test |  |
Thyroid stimulating hormone | lab-tests |  |
Cardio-respiratory autonomic function assessment | other-diagnostic |  |
Trigger point impedence imaging | other-diagnostic |  |
Right ulnar nerve decompression at the elbow | hand-and-nerve-surgery | elbow |
Right middle finger A1 pulley release | hand-and-nerve-surgery | hand |
Removal of hardware L4-S1 and exploration of fusion | spine-surgery | lower-back |
Left knee manipulation under anesthesia | other-surgery | knee |
C2-3 facet radiofrequency | radiofrequency-ablation | neck |
Two level SNRB lumbar | epidural-steroid-injection | lower-back |
Left greater trochanteric bursa injection | joint-injection | hip |
Auricular acupuncture 6 visits | acupuncture |  | 6
Percocet 10/325 mg, 1 tab every 6 hours as needed for pain, #120 | opioids |  |
Additional post-op physical therapy 2x6 to the left wrist | physical-therapy | wrist | 12
Evaluation and treatment with a pain psychologist, 6 sessions | psychological-evaluation |  |
Eight (8) sessions of physiotherapy 2x4 lumbar | physical-therapy | lower-back | 8
Chiropractic therapy twice a week for six weeks for lumbar spine, as outpatient | chiropractic | lower-back | 12
PT 2 x 6 L/S | physical-therapy | lower-back | 12
Continue acupuncture once a week for 6 weeks | acupuncture |  | 6
Acupuncture (x6) for low back | acupuncture | lower-back | 6
Gabapentin 300mg #90, date of service 5/6/15 | anti-epilepsy-drugs |  |
Lumbar facet blocks bilateral L4-5, L5-S1 | facet-injection | lower-back |
Diagnostic lumbar medial branch blocks, bilateral L3-L5 | facet-injection | lower-back |
Bilateral cervical facet medial branch block C5, C6, C7 | facet-injection | neck |
Intrathecal morphine trial | spinal-cord-stimulator |  |
DME: Front wheel walker | mobility-aids |  |
Post surgical: 3-in-1 commode | other-equipment |  |
Rental of game ready unit for 14 days | hot-and-cold-therapy |  |
Vascutherm cold compression with DVT x 30 day rental | hot-and-cold-therapy |  |
Associated surgical service: Norco 10/325mg #60 | opioids |  |
Associated surgical service: Pre-op history and physical | preoperative-clearance |  |
Associated surgical service: Medical clearance including labs, EKG | preoperative-clearance |  |
Associated surgical service: Sling with large abduction pillow | braces-and-orthotics |  |
Associated surgical service: Physician assistant | assistant-surgeon |  |
Associated surgical services: Post-op PT 3x4 | physical-therapy |  | 12
Associated surgical services: Front wheeled walker | mobility-aids |  |
Associated surgical services: Home health nurse visits, 2 weeks | home-health-care |  |
Anesthesia and fluoroscopic guidance | other-surgery |  |
MRI of the lumbar spine with and without gadolinium | mri | lower-back |
Flexion and extension x-rays of the cervical spine | x-ray | neck |
Open MRI of the bilateral shoulders | mri | shoulder |
Weight bearing x-rays bilateral knees | x-ray | knee |
CT arthrogram right wrist | ct | wrist |
Lumbar discogram L3-S1 | other-diagnostic | lower-back |
Nerve conduction studies of the right lower extremity | emg-ncs | lower-extremity |
Electrodiagnostic studies (EMG/NCV) bilateral upper extremities | emg-ncs | upper-extremity |
Quantitative sensory testing | other-diagnostic |  |
Neuropsychological evaluation | psychological-evaluation |  |
Psychologist follow-up | office-visit |  |
Psych follow up visits 6 | office-visit |  |
Psychotherapy sessions, weekly for 12 weeks | psychotherapy |  | 12
Pain psychology x 6 sessions | psychotherapy |  | 6
Relaxation training/biofeedback x 6 | psychotherapy |  | 6
Initial evaluation for functional restoration program | functional-restoration-program |  |
Northern California Functional Restoration Program (NCFRP) 2 weeks | functional-restoration-program |  |
Part day functional restoration program 10 sessions | functional-restoration-program |  | 10
Multidisciplinary pain management consultation | functional-restoration-program |  |
Consultation with gastroenterologist for abdominal pain | consultation | abdomen |
Referral to ophthalmologist | consultation |  |
Podiatry consultation for orthotics | consultation |  |
Re-evaluation in 6 weeks | office-visit |  |
Follow-up with primary treating physician | office-visit |  |
Monthly follow-up appointments with pain management | office-visit |  |
Neurosurgery follow up for cervical spine | office-visit | neck |
Consult with hand surgeon for left thumb | consultation | hand |
Custom molded orthotics | braces-and-orthotics |  |
Right knee brace, hinged | braces-and-orthotics | knee |
Wrist brace bilateral | braces-and-orthotics | wrist |
Bilateral wrist splints, night time | braces-and-orthotics | wrist |
Cervical pillow purchase | beds-and-pillows | neck |
Sleep number adjustable mattress | beds-and-pillows |  |
Tens pads and batteries, 6 months | electrical-stimulation-devices |  |
Replacement of H-wave electrodes | electrical-stimulation-devices |  |
NMES unit rental 30 days | electrical-stimulation-devices |  |
Home exercise kit for shoulder | gym-membership | shoulder |
One year gym membership with pool access | gym-membership |  |
Swimming pool membership | gym-membership |  |
Personal trainer sessions | gym-membership |  |
LINT sessions, 6, for the lumbar spine | physical-modalities | lower-back | 6
Class IV laser therapy x 6 visits | physical-modalities |  | 6
Shockwave therapy for right shoulder (3 sessions) | shockwave-therapy | shoulder | 3
Work hardening program, 10 visits | work-hardening |  | 10
Massage therapy 1x6 weeks | massage-therapy |  | 6
Hand therapy 2x6, right | occupational-therapy | hand | 12
Cognitive rehab 2x8 | other-rehabilitation |  | 16
Vestibular rehabilitation therapy 12 visits | other-rehabilitation |  | 12
Viagra 100 mg #6 | impotence-agents |  |
Testosterone cypionate injection 200mg every 2 weeks | hormones |  |
Elavil 25mg #30 | antidepressants |  |
Effexor XR 75mg #60 | antidepressants |  |
Wellbutrin 100mg | antidepressants |  |
Klonopin 0.5 mg #60 | benzodiazepines |  |
Restoril 30mg #30 | benzodiazepines |  |
Lunesta 3mg | sedative-hypnotics |  |
Prednisone 10mg #21 | oral-corticosteroids |  |
Nucynta 75mg #90 | opioids |  |
OxyContin 20mg #60 | opioids |  |
Methadone 10mg #180 | opioids |  |
Suboxone 8/2mg #60 | opioids |  |
Opana ER 20mg | opioids |  |
Duragesic 25mcg patch #10 | opioids |  |
Celebrex 200mg #30 | nsaids |  |
Mobic 15 mg #30 | nsaids |  |
Relafen 750mg #60 | nsaids |  |
Etodolac 400mg #60 | nsaids |  |
Duexis #90 | nsaids |  |
Ketorolac 10mg tablets #20 | nsaids |  |
Skelaxin 800mg | muscle-relaxants |  |
Robaxin 750mg #60 | muscle-relaxants |  |
Topamax 25 mg | anti-epilepsy-drugs |  |
Aciphex 20mg | proton-pump-inhibitors |  |
Amitiza 24mcg #60 | laxatives |  |
Senna 8.6mg #60 | laxatives |  |
Lidocaine 5% ointment 50gm | topical-analgesics |  |
Pennsaid 2% solution | topical-analgesics |  |
Capsaicin 0.075% cream | topical-analgesics |  |
Ketoprofen cream 20% | topical-analgesics |  |
Gabapentin/Pyridoxine 250mg/10mg | anti-epilepsy-drugs |  |
Tramadol/Acetaminophen 37.5/325mg #60 | opioids |  |
Compounded pain cream | compounded-topicals |  |
Flurbiprofen/Baclofen/Lidocaine cream (20%/5%/4%) 180gm | compounded-topicals |  |
Mirtazapine 15mg | antidepressants |  |
Buspar 10 mg | other-drugs |  |
Vitamin D 50,000 units | nutritional-products |  |
Cephalexin 500mg #28 | anti-infectives |  |
Interpreter for all visits | unclassified |  |
Right hip arthroscopy, labral repair | arthroscopic-surgery | hip |
L5-S1 transforaminal lumbar interbody fusion | spine-surgery | lower-back |
Left shoulder open reduction internal fixation of the clavicle | other-surgery | shoulder |
Right lateral epicondylar release | other-surgery | elbow |
Right CMC arthroplasty with tendon interposition | hand-and-nerve-surgery | hand |
Permanent spinal cord stimulator implantation | spinal-cord-stimulator |  |
Bilateral greater occipital nerve block under ultrasound guidance | nerve-block | head |
Kenalog injection to right wrist | joint-injection | wrist |
Orthovisc injection x 3 left knee | viscosupplementation | knee |
Steroid injection right thumb CMC | joint-injection | hand |
Ultrasound guided hip joint injection, left | joint-injection | hip |
IV ketamine infusion | other-injection |  |
Non-emergency medical transportation | transportation |  |
Aquatic therapy x 12, low back and right hip | aquatic-therapy | lower-back hip | 12
PHYSICAL THERAPY 2 TIMES A WEEK FOR 6 WEEKS LUMBAR SPINE | physical-therapy | lower-back | 12
Post- operative physical therapy, 2 x 6, left shoulder | physical-therapy | shoulder | 12
Pre- operative clearance | preoperative-clearance |  |
Electro- diagnostic testing of the bilateral upper extremities | emg-ncs | upper-extremity |
C5- C6 interlaminar epidural steroid injection | epidural-steroid-injection | neck |
Physical therpay x 6 | physical-therapy |  | 6
Acupunture 2x4 cervical | acupuncture | neck | 8
Cyclobenzaprin 7.5 mg #60 | muscle-relaxants |  |
Omeprazol 20mg | proton-pump-inhibitors |  |
Hydrocodne/APAP 10-325mg #90 | opioids |  |
Gabapentine 300 mg | anti-epilepsy-drugs |  |
Naproxin sodium 550mg | nsaids |  |
Lidocain patches | topical-analgesics |  |
MRI lumbar spine w/o contrast | mri | lower-back |
MRI, cervical spine, w/ & w/o contrast | mri | neck |
L-spine MRI | mri | lower-back |
XRAY LEFT FOOT | x-ray | foot |
Chest X Ray | x-ray | chest |
X-rays, AP and lateral, of the thoracic spine | x-ray | upper-back |
CAT scan, abdomen and pelvis | ct | abdomen pelvis |
EMG/NCS bilat LE | emg-ncs | lower-extremity |
EMG and NCV of the left upper and lower extremities | emg-ncs | upper-extremity lower-extremity |
EMG left lower extremity, NCV right lower extremity | emg-ncs | lower-extremity |
Consultation, orthopedic (left hip) | consultation | hip |
Pain management consult for possible cervical ESI | consultation | neck |
Evaluation with neurosurgeon for consideration of lumbar fusion | consultation | lower-back |
Orthopedic evaluation for right knee surgery | consultation | knee |
Hand specialist for possible carpal tunnel release | consultation | hand wrist |
Follow up with pain management for medication refills | office-visit |  |
Physical therapy evaluation and treatment 2x4 neck | physical-therapy | neck | 8
Physical medicine & rehabilitation consultation | consultation |  |
Physical medicine treatment x 12 | physical-therapy |  | 12
Chiropractic/physiotherapy 2 times a week for 3 weeks to the left knee | chiropractic | knee | 6
Chiropractic evaluation and treatment 1-2 times per week for 4-6 weeks lumbar | chiropractic | lower-back | 12
Six (6) acupuncture visits over 30 days | acupuncture |  | 6
Continued massage, 6 sessions | massage-therapy |  | 6
Pool therapy 3x a week for 4 weeks low back | aquatic-therapy | lower-back | 12
Work hardening/conditioning 2 times a week for 6 weeks | work-hardening |  | 12
Additional 8 visits of hand therapy for the right wrist | occupational-therapy | hand wrist | 8
OT 3 x 4 right hand | occupational-therapy | hand | 12
Occupational Therapy Eval & Treat 12 visits, bilateral wrists | occupational-therapy | wrist | 12
Individual psychotherapy 1x week for 12 weeks | psychotherapy |  | 12
12 cognitive behavioral therapy sessions | psychotherapy |  | 12
CBT 1x/wk x 12 weeks | psychotherapy |  | 12
Psychotherapy 45 minutes once every two weeks for 12 weeks | psychotherapy |  | 6
Psychological testing x 4 hours | psychological-evaluation |  |
Pain psychology evaluation | psychological-evaluation |  |
Biofeedback therapy x 4 sessions | biofeedback |  | 4
ESWT x 3 sessions to left heel | shockwave-therapy | foot | 3
Theraputic ultrasound 2x4 right shoulder | physical-modalities | shoulder | 8
Lumbar traction sessions 2x4 | physical-modalities | lower-back | 8
TENS unit with supplies, rental x 30 days | electrical-stimulation-devices |  |
TENS unit for home use | electrical-stimulation-devices |  |
One month home-based trial of TENS unit | electrical-stimulation-devices |  |
Home interferential unit | electrical-stimulation-devices |  |
Hot/cold contrast unit with compression (purchase) | hot-and-cold-therapy |  |
Cold therapy unit x 7 day rental | hot-and-cold-therapy |  |
Continuous cold therapy unit and wrap | hot-and-cold-therapy |  |
LSO | braces-and-orthotics | lower-back |
Back support | braces-and-orthotics | spine |
Left wrist brace and thumb spica | braces-and-orthotics | wrist hand |
Right ankle brace (ASO) | braces-and-orthotics | ankle |
Knee brace, OA unloader type | braces-and-orthotics | knee |
Bilateral custom orthotics for plantar fasciitis | braces-and-orthotics | foot |
Bledsoe post-op knee brace | braces-and-orthotics | knee |
4 wheeled walker with seat | mobility-aids |  |
Electric wheelchair evaluation | mobility-aids |  |
Crutches | mobility-aids |  |
Elevated toilet seat and grab bars | other-equipment |  |
Ergonomic chair with lumbar support | other-equipment | lower-back |
CPM machine 2 week rental | other-equipment |  |
Right L4-5 and L5-S1 TFESI | epidural-steroid-injection | lower-back |
Lumbar epidural steroid injection x 3 | epidural-steroid-injection | lower-back |
Second bilateral L4-L5 facet joint injection | facet-injection | lower-back |
Left C4, C5, C6 medial branch nerve block | facet-injection | neck |
Radiofrequency neurotomy of left C4-C5 | radiofrequency-ablation | neck |
Facet joint radiofrequency ablation bilateral L3-4, L4-5 | radiofrequency-ablation | lower-back |
SI joint injection bilateral | sacroiliac-injection | lower-back |
Right SI joint RFA | radiofrequency-ablation | lower-back |
4 trigger point injections, lumbar | trigger-point-injection | lower-back |
Cortisone injection left knee under ultrasound | joint-injection | knee |
Left knee Synvisc-One injection | viscosupplementation | knee |
Series of 3 Euflexxa injections to right knee | viscosupplementation | knee |
Botox 100 units | botulinum-toxin |  |
Right lumbar sympathetic block x 2 | sympathetic-block | lower-back |
Occipital nerve blocks | nerve-block | head |
Toradol IM 60mg | other-injection |  |
B-12 injection | other-injection |  |
Injection: Depo-Medrol 80mg, lidocaine left shoulder | joint-injection | shoulder |
Lumbar laminectomy L4-5 | spine-surgery | lower-back |
L4-S1 decompression and fusion with instrumentation | spine-surgery | lower-back |
ACDF C4-C7 | spine-surgery | neck |
Cervical artificial disc replacement C5-C6 | spine-surgery | neck |
Left shoulder arthroscopy, subacromial decompression, Mumford procedure | arthroscopic-surgery | shoulder |
Right knee scope | arthroscopic-surgery | knee |
Left knee ACL reconstruction with allograft | arthroscopic-surgery | knee |
Right total hip arthroplasty | joint-replacement | hip |
Revision left total knee arthroplasty | joint-replacement | knee |
Left cubital tunnel release with ulnar nerve transposition | hand-and-nerve-surgery | elbow |
Left long trigger finger release | hand-and-nerve-surgery | hand |
Right De Quervain's release | hand-and-nerve-surgery | wrist |
Left wrist arthroscopy with TFCC debridement | arthroscopic-surgery | wrist |
Open reduction and internal fixation right wrist | hand-and-nerve-surgery | wrist |
SCS trial | spinal-cord-stimulator |  |
Intrathecal pain pump refill and reprogramming | spinal-cord-stimulator |  |
Ventral hernia repair | hernia-surgery | abdomen |
Surgery: Right elbow lateral epicondyle debridement | other-surgery | elbow |
Arthroscopic right ankle debridement | arthroscopic-surgery | ankle |
Surgical assistant | assistant-surgeon |  |
Assistant PA-C | assistant-surgeon |  |
Pre-op clearance by internist | preoperative-clearance |  |
Preoperative testing: CBC, CMP, PT, EKG | lab-tests |  |
Pre-operative chest X-ray, 2 views | x-ray | chest |
Inpatient stay x 3 days | inpatient-stay |  |
Overnight stay | inpatient-stay |  |
Root canal #19 | dental-services |  |
Crown on tooth #8 | dental-services | face-and-jaw |
PR-2 report | medical-records |  |
Initial psychological evaluation | psychological-evaluation |  |
Psychiatrist consultation and treatment | psychological-evaluation |  |
HELP program | functional-restoration-program |  |
Functional restoration program, 4 weeks | functional-restoration-program |  |
Inpatient detox x 7 days | detoxification |  |
Weight Watchers | weight-loss-program |  |
Smoking cessation program | other-program |  |
Home health aide, 4 hrs/day x 5 days/wk x 4 wks | home-health-care |  |
Home health evaluation | home-health-care |  |
Home nursing for IV antibiotics | home-health-care |  |
SNF x 14 days | skilled-nursing |  |
Transportation to medical appointments | transportation |  |
Round trip transportation to MRI | transportation |  |
Norco 5/325 mg 1-2 tabs q6h PRN #60 | opioids |  |
Retrospective Norco 10/325mg #180 DOS 12/2/2013 | opioids |  |
Hydrocodone/APAP 10/325 mg, unspecified quantity | opioids |  |
Tramadol 50 mg, one to two PO QID PRN, #180 | opioids |  |
Ultracet 37.5/325mg #60 | opioids |  |
Fentanyl 25mcg/hr patch #15 | opioids |  |
Ibuprofen 800mg tid #90 | nsaids |  |
Anaprox-DS 550mg | nsaids |  |
Toradol 10mg po #20 | nsaids |  |
Voltaren XR 100mg #30 | nsaids |  |
Tizanidine HCL 4mg #120 | muscle-relaxants |  |
Norflex ER 100mg #60 | muscle-relaxants |  |
Neurontin 300mg #90 | anti-epilepsy-drugs |  |
Cymbalta 30mg #30 | antidepressants |  |
Lexapro 10 mg | antidepressants |  |
Valium 10mg #30 | benzodiazepines |  |
Zolpidem 10mg #30 | sedative-hypnotics |  |
Abilify 2 mg #30 | antipsychotics |  |
Nuvigil 250mg | stimulants |  |
Pantoprazole 20mg #60 | proton-pump-inhibitors |  |
Famotidine 20mg | h2-blockers |  |
Promethazine 25 mg | antiemetics |  |
Docusate 100mg BID | laxatives |  |
Lidopro cream 121gm | topical-analgesics |  |
LidoPro lotion 4 oz | topical-analgesics |  |
Menthoderm gel | topical-analgesics |  |
Lidoderm 5% patches, 2 boxes | topical-analgesics |  |
Capsaicin cream, unspecified | topical-analgesics |  |
Cyclobenzaprine/Tramadol cream 10/10% | compounded-topicals |  |
Flurbiprofen/Cyclobenzaprine/Menthol cream 20%/10%/4% 180gm | compounded-topicals |  |
Topical compound cream, unspecified | compounded-topicals |  |
Sumatriptan 100mg #9 | antimigraine-agents |  |
Fioricet #30 | barbiturate-analgesics |  |
Acetaminophen 500 mg #90 | other-analgesics |  |
Levitra 20mg #10 | impotence-agents |  |
Theramine #120 | nutritional-products |  |
Glucosamine Chondroitin 500/400mg | nutritional-products |  |
Levothyroxine 25 mcg | hormones |  |
Simvastatin 20mg | other-drugs |  |
Carafate 1g | other-drugs |  |
Amoxicillin 875mg #20 | anti-infectives |  |
Xarelto 10mg #14 | anticoagulants |  |
Atenolol 50mg | antihypertensives |  |
Urinalysis | lab-tests |  |
Urine analysis (toxicology) | urine-drug-test |  |
Hepatic panel and CBC | lab-tests |  |
12-lead EKG | cardiac-tests |  |
2D Echo | cardiac-tests |  |
Home sleep study | sleep-study |  |
Functional capacity evaluation, lumbar | functional-capacity-evaluation | lower-back |
Computerized ROM and muscle testing | other-diagnostic |  |
Venous duplex ultrasound left leg | ultrasound-imaging | lower-extremity |
Triple phase bone scan | nuclear-imaging |  |
Gym membership 6 months with pool | gym-membership |  |
Xartemis XR 7.5/325mg #60 | opioids |  |
Zohydro ER 20mg #60 | opioids |  |
Exalgo 12mg #30 | opioids |  |
Nucynta ER 100 mg #60 | opioids |  |
Vicodin 5/300mg | opioids |  |
Roxicodone 30 mg #120 | opioids |  |
Endocet 10/325 | opioids |  |
Lortab 7.5 | opioids |  |
Fenoprofen 400mg #60 | nsaids |  |
Ketoprofen 75mg capsules #90 | nsaids |  |
Nalfon 400 mg | nsaids |  |
Indocin 50mg | nsaids |  |
Vimovo 500/20mg | nsaids |  |
Zorvolex 35mg | nsaids |  |
Naprelan 375mg | nsaids |  |
Sprix nasal spray | nsaids |  |
Lorzone 750mg #60 | muscle-relaxants |  |
Parafon Forte DSC 500mg | muscle-relaxants |  |
Amrix 15mg | muscle-relaxants |  |
Horizant 600mg | anti-epilepsy-drugs |  |
Gralise 600mg #90 | anti-epilepsy-drugs |  |
Savella 50mg | antidepressants |  |
Remeron 15 mg | antidepressants |  |
Brintellix 10mg | antidepressants |  |
Viibryd 40mg | antidepressants |  |
Doxepin 3.3% cream | topical-analgesics |  |
Quazepam 15mg #30 | benzodiazepines |  |
Sonata 10mg #30 | sedative-hypnotics |  |
Rozerem 8mg | sedative-hypnotics |  |
Fanapt 4mg | antipsychotics |  |
Vyvanse 30mg | stimulants |  |
Dexilant 60mg #30 | proton-pump-inhibitors |  |
Nexium 40mg delayed release | proton-pump-inhibitors |  |
Axid 150mg | h2-blockers |  |
Reglan 10 mg | antiemetics |  |
Meclizine 25mg #30 | antiemetics |  |
Linzess 145mcg | laxatives |  |
Movantik 25mg #30 | laxatives |  |
Docuprene 100mg #60 | laxatives |  |
Lidothol patches #30 | topical-analgesics |  |
Salonpas patches | topical-analgesics |  |
Biofreeze gel | topical-analgesics |  |
BenGay cream | topical-analgesics |  |
Icy Hot patches | topical-analgesics |  |
Diclofenac sodium 1.5% topical solution | topical-analgesics |  |
Ketoprofen powder, Ketamine powder compound | compounded-topicals |  |
Baclofen/cyclobenzaprine/gabapentin/ketoprofen 2/2/6/10% ointment | compounded-topicals |  |
Cyclobenzaprine 5%/Capsaicin 0.0375% topical | compounded-topicals |  |
Frova 2.5mg #9 | antimigraine-agents |  |
Relpax 40 mg | antimigraine-agents |  |
Cafergot | antimigraine-agents |  |
Medrol pack | oral-corticosteroids |  |
Diphenhydramine 50mg | antihistamines |  |
Losartan/HCTZ 50/12.5mg | antihypertensives |  |
Diovan 160mg | antihypertensives |  |
Bactrim DS #20 | anti-infectives |  |
Augmentin 875mg | anti-infectives |  |
Clindamycin 300mg #28 | anti-infectives |  |
Eliquis 5mg #60 | anticoagulants |  |
Janumet 50/1000 | antidiabetics |  |
Sildenafil 20mg | impotence-agents |  |
Armour Thyroid 60mg | hormones |  |
Marinol 2.5 mg | cannabinoids |  |
Vivitrol injection 380mg | opioid-antagonists |  |
Percura #120 | nutritional-products |  |
Trepadone #90 | nutritional-products |  |
Alpha lipoic acid 600mg | nutritional-products |  |
Melatonin 3 mg | nutritional-products |  |
Flonase nasal spray | other-drugs |  |
Symbicort inhaler | other-drugs |  |
Allopurinol 100mg | other-drugs |  |
Boniva 150mg | other-drugs |  |
Requip 1mg | other-drugs |  |
Tamsulosin 0.4mg | other-drugs |  |
Crestor 10mg #30 | other-drugs |  |
Restasis eye drops | other-drugs | eye |
Lumbar traction unit with supplies | traction-devices | lower-back |
Empi Select TENS | electrical-stimulation-devices |  |
Zynex NexWave and supplies | electrical-stimulation-devices |  |
SurgiStim 4 unit x 90 days rental | electrical-stimulation-devices |  |
Alpha-Stim unit | electrical-stimulation-devices |  |
BioniCare knee system | electrical-stimulation-devices | knee |
P-Stim | electrical-stimulation-devices |  |
Galvanic stimulator | electrical-stimulation-devices |  |
Microcurrent unit for home use | electrical-stimulation-devices |  |
Aspen LSO | braces-and-orthotics | lower-back |
Cybertech back brace | braces-and-orthotics | spine |
Tennis elbow strap | braces-and-orthotics | elbow |
Aircast ankle stirrup | braces-and-orthotics | ankle |
Custom right AFO | braces-and-orthotics | ankle |
Unloader knee brace | braces-and-orthotics | knee |
Cam walker | braces-and-orthotics |  |
Philadelphia collar | braces-and-orthotics |  |
DynaSplint for the right elbow | braces-and-orthotics | elbow |
Posture shirt | braces-and-orthotics |  |
Prosthetic leg adjustment | braces-and-orthotics | lower-extremity |
Cryocuff | hot-and-cold-therapy |  |
Aqua Relief System | hot-and-cold-therapy |  |
Thermophore heating pad | hot-and-cold-therapy |  |
Q-Tech DVT prevention system x 21 days | hot-and-cold-therapy |  |
Rollator walker | mobility-aids |  |
Power wheelchair repair | mobility-aids |  |
Saunders cervical traction | traction-devices | neck |
OrthoFix bone growth stimulator | bone-growth-stimulators |  |
Tempurpedic pillow | beds-and-pillows |  |
Grab bars for bathroom | other-equipment |  |
Hoyer lift | other-equipment |  |
Nebulizer | other-equipment |  |
Reacher/grabber | other-equipment |  |
Hand controls for vehicle | other-equipment |  |
Jacuzzi | other-equipment |  |
Right S1 transforaminal ESI | epidural-steroid-injection | lower-back |
Racz procedure | epidural-steroid-injection |  |
Third occipital nerve block | facet-injection | head |
Pulsed radiofrequency suprascapular nerve | radiofrequency-ablation | shoulder |
Cooled RFA of left SI joint | radiofrequency-ablation | lower-back |
Carpal tunnel injection, right | joint-injection | wrist |
Zilretta injection right knee | joint-injection | knee |
Monovisc left knee | viscosupplementation | knee |
Gel-One injection | viscosupplementation |  |
Chemodenervation of neck muscles | botulinum-toxin | neck |
Ganglion impar injection | sympathetic-block |  |
Superior hypogastric plexus block | sympathetic-block | pelvis |
Intercostal nerve block T5-T7 | nerve-block | chest upper-back |
Xiaflex injection right ring finger | other-injection | hand |
Intradiscal stem cell injection | other-injection |  |
Vertebroplasty L1 | spine-surgery | lower-back |
C4-7 laminoplasty | spine-surgery | neck |
XLIF L3-4 | spine-surgery | lower-back |
Right shoulder Bankart repair | arthroscopic-surgery | shoulder |
Microfracture left knee | arthroscopic-surgery | knee |
Makoplasty right knee | joint-replacement | knee |
First rib resection | hand-and-nerve-surgery | chest |
Left radial tunnel release | hand-and-nerve-surgery | forearm |
Trapeziectomy | hand-and-nerve-surgery | hand |
Dorsal root ganglion stimulator trial | spinal-cord-stimulator |  |
Incisional hernia repair | hernia-surgery | abdomen |
Hallux rigidus cheilectomy | other-surgery | foot |
Cataract surgery right eye | other-surgery | eye |
Cholecystectomy | other-surgery |  |
Amputation revision left index finger | hand-and-nerve-surgery | hand |
First assistant | assistant-surgeon |  |
Pulmonary clearance | preoperative-clearance |  |
Length of stay 2 days | inpatient-stay |  |
Allergist consultation | consultation |  |
Plastic surgeon evaluation for scar | consultation |  |
Nephrology referral | consultation |  |
Dermatologist evaluation | consultation |  |
Telemedicine follow-up | office-visit |  |
Monthly office visits x 6 | office-visit |  |
Orthopedic visit | office-visit |  |
Night guard | dental-services |  |
Deep scaling | dental-services |  |
Copy of medical records | medical-records |  |
MMPI-2 | psychological-evaluation |  |
Neurocognitive testing | psychological-evaluation |  |
EMDR x 10 sessions | psychotherapy |  | 10
Supportive psychotherapy 6 sessions | psychotherapy |  | 6
Spine and sports interdisciplinary program | functional-restoration-program | spine |
Rapid detox | detoxification |  |
Jenny Craig | weight-loss-program |  |
Tai chi classes x 12 | other-rehabilitation |  | 12
Yoga x 8 sessions | other-rehabilitation |  | 8
Diabetic education | other-program |  |
Gardener | home-health-care |  |
LVN 8 hours daily | home-health-care |  |
Assisted living | skilled-nursing |  |
Uber rides to appointments | transportation |  |
Low level laser treatment 6 sessions neck | physical-modalities | neck | 6
Ultrasound and e-stim 2x3 | physical-modalities |  | 6
Dry needling 4 sessions | physical-modalities |  | 4
Vision therapy 12 visits | other-rehabilitation |  | 12
Renal ultrasound | ultrasound-imaging | abdomen |
PET scan of brain | nuclear-imaging | head |
CT angiogram head and neck | ct | head neck |
Videofluoroscopy cervical | x-ray | neck |
Vitamin D level | lab-tests |  |
TSH and free T4 | lab-tests |  |
BNP | lab-tests |  |
Saliva drug test | urine-drug-test |  |
Nuclear stress test | cardiac-tests |  |
Barium swallow | other-diagnostic |  |
Cystoscopy | other-diagnostic |  |
Visual field testing | other-diagnostic |  |
Skin biopsy | other-diagnostic |  |
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in REQUESTS.strip().splitlines()]


@pytest.mark.parametrize(("request_text", "treatment", "body_parts", "visits"), ROWS, ids=[row[0] for row in ROWS])
def test_a_request_is_read_as_a_careful_reader_would(
    request_text: str, treatment: str, body_parts: str, visits: str
) -> None:
    facts = classify_request(request_text, Span(0, len(request_text)))
    assert facts.treatment.value == treatment
    assert {part.value for part in facts.body_parts} == set(body_parts.split())
    assert (facts.visits.value if facts.visits else None) == (int(visits) if visits else None)
