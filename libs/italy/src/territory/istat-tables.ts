/*
 * Tab-separated, first line the names of the columns. Source: ISTAT, CC BY, changed by this project; see ATTRIBUTION.md.
 */

export const ISTAT_REGIONS = `region_istat	region_name	ripartizione
01	Piemonte	Nord-ovest
02	Valle d'Aosta/Vallée d'Aoste	Nord-ovest
03	Lombardia	Nord-ovest
04	Trentino-Alto Adige/Südtirol	Nord-est
05	Veneto	Nord-est
06	Friuli-Venezia Giulia	Nord-est
07	Liguria	Nord-ovest
08	Emilia-Romagna	Nord-est
09	Toscana	Centro
10	Umbria	Centro
11	Marche	Centro
12	Lazio	Centro
13	Abruzzo	Sud
14	Molise	Sud
15	Campania	Sud
16	Puglia	Sud
17	Basilicata	Sud
18	Calabria	Sud
19	Sicilia	Isole
20	Sardegna	Isole`;

export const ISTAT_PROVINCES = `region_istat	region_name	ripartizione	province_istat	uts_istat	sigla	province_name	kind	n_comuni_2020	capoluogo	nuts3_2010	valid_from	valid_to
01	Piemonte	Nord-ovest	001	201	TO	Torino	citta_metropolitana	312	Torino	ITC11		
01	Piemonte	Nord-ovest	002	002	VC	Vercelli	provincia	82	Vercelli	ITC12		
01	Piemonte	Nord-ovest	003	003	NO	Novara	provincia	87	Novara	ITC15		
01	Piemonte	Nord-ovest	004	004	CN	Cuneo	provincia	247	Cuneo	ITC16		
01	Piemonte	Nord-ovest	005	005	AT	Asti	provincia	118	Asti	ITC17		
01	Piemonte	Nord-ovest	006	006	AL	Alessandria	provincia	187	Alessandria	ITC18		
02	Valle d'Aosta/Vallée d'Aoste	Nord-ovest	007	007	AO	Valle d'Aosta/Vallée d'Aoste	provincia	74	Aosta	ITC20		
07	Liguria	Nord-ovest	008	008	IM	Imperia	provincia	66	Imperia	ITC31		
07	Liguria	Nord-ovest	009	009	SV	Savona	provincia	69	Savona	ITC32		
07	Liguria	Nord-ovest	010	210	GE	Genova	citta_metropolitana	67	Genova	ITC33		
07	Liguria	Nord-ovest	011	011	SP	La Spezia	provincia	32	La Spezia	ITC34		
03	Lombardia	Nord-ovest	012	012	VA	Varese	provincia	138	Varese	ITC41		
03	Lombardia	Nord-ovest	013	013	CO	Como	provincia	148	Como	ITC42		
03	Lombardia	Nord-ovest	014	014	SO	Sondrio	provincia	77	Sondrio	ITC44		
03	Lombardia	Nord-ovest	015	215	MI	Milano	citta_metropolitana	133	Milano	ITC4C		
03	Lombardia	Nord-ovest	016	016	BG	Bergamo	provincia	243	Bergamo	ITC46		
03	Lombardia	Nord-ovest	017	017	BS	Brescia	provincia	205	Brescia	ITC47		
03	Lombardia	Nord-ovest	018	018	PV	Pavia	provincia	186	Pavia	ITC48		
03	Lombardia	Nord-ovest	019	019	CR	Cremona	provincia	113	Cremona	ITC4A		
03	Lombardia	Nord-ovest	020	020	MN	Mantova	provincia	64	Mantova	ITC4B		
04	Trentino-Alto Adige/Südtirol	Nord-est	021	021	BZ	Bolzano/Bozen	provincia	116	Bolzano	ITH10		
04	Trentino-Alto Adige/Südtirol	Nord-est	022	022	TN	Trento	provincia	166	Trento	ITH20		
05	Veneto	Nord-est	023	023	VR	Verona	provincia	98	Verona	ITH31		
05	Veneto	Nord-est	024	024	VI	Vicenza	provincia	114	Vicenza	ITH32		
05	Veneto	Nord-est	025	025	BL	Belluno	provincia	61	Belluno	ITH33		
05	Veneto	Nord-est	026	026	TV	Treviso	provincia	94	Treviso	ITH34		
05	Veneto	Nord-est	027	227	VE	Venezia	citta_metropolitana	44	Venezia	ITH35		
05	Veneto	Nord-est	028	028	PD	Padova	provincia	102	Padova	ITH36		
05	Veneto	Nord-est	029	029	RO	Rovigo	provincia	50	Rovigo	ITH37		
06	Friuli-Venezia Giulia	Nord-est	030	030	UD	Udine	provincia	134	Udine	ITH42		
06	Friuli-Venezia Giulia	Nord-est	031	031	GO	Gorizia	provincia	25	Gorizia	ITH43		
06	Friuli-Venezia Giulia	Nord-est	032	032	TS	Trieste	provincia	6	Trieste	ITH44		
08	Emilia-Romagna	Nord-est	033	033	PC	Piacenza	provincia	46	Piacenza	ITH51		
08	Emilia-Romagna	Nord-est	034	034	PR	Parma	provincia	44	Parma	ITH52		
08	Emilia-Romagna	Nord-est	035	035	RE	Reggio nell'Emilia	provincia	42	Reggio nell'Emilia	ITH53		
08	Emilia-Romagna	Nord-est	036	036	MO	Modena	provincia	47	Modena	ITH54		
08	Emilia-Romagna	Nord-est	037	237	BO	Bologna	citta_metropolitana	55	Bologna	ITH55		
08	Emilia-Romagna	Nord-est	038	038	FE	Ferrara	provincia	21	Ferrara	ITH56		
08	Emilia-Romagna	Nord-est	039	039	RA	Ravenna	provincia	18	Ravenna	ITH57		
08	Emilia-Romagna	Nord-est	040	040	FC	Forlì-Cesena	provincia	30	Forlì	ITH58		
11	Marche	Centro	041	041	PU	Pesaro e Urbino	provincia	53	Pesaro	ITI31		
11	Marche	Centro	042	042	AN	Ancona	provincia	47	Ancona	ITI32		
11	Marche	Centro	043	043	MC	Macerata	provincia	55	Macerata	ITI33		
11	Marche	Centro	044	044	AP	Ascoli Piceno	provincia	33	Ascoli Piceno	ITI34		
09	Toscana	Centro	045	045	MS	Massa-Carrara	provincia	17	Massa	ITI11		
09	Toscana	Centro	046	046	LU	Lucca	provincia	33	Lucca	ITI12		
09	Toscana	Centro	047	047	PT	Pistoia	provincia	20	Pistoia	ITI13		
09	Toscana	Centro	048	248	FI	Firenze	citta_metropolitana	41	Firenze	ITI14		
09	Toscana	Centro	049	049	LI	Livorno	provincia	19	Livorno	ITI16		
09	Toscana	Centro	050	050	PI	Pisa	provincia	37	Pisa	ITI17		
09	Toscana	Centro	051	051	AR	Arezzo	provincia	36	Arezzo	ITI18		
09	Toscana	Centro	052	052	SI	Siena	provincia	35	Siena	ITI19		
09	Toscana	Centro	053	053	GR	Grosseto	provincia	28	Grosseto	ITI1A		
10	Umbria	Centro	054	054	PG	Perugia	provincia	59	Perugia	ITI21		
10	Umbria	Centro	055	055	TR	Terni	provincia	33	Terni	ITI22		
12	Lazio	Centro	056	056	VT	Viterbo	provincia	60	Viterbo	ITI41		
12	Lazio	Centro	057	057	RI	Rieti	provincia	73	Rieti	ITI42		
12	Lazio	Centro	058	258	RM	Roma	citta_metropolitana	121	Roma	ITI43		
12	Lazio	Centro	059	059	LT	Latina	provincia	33	Latina	ITI44		
12	Lazio	Centro	060	060	FR	Frosinone	provincia	91	Frosinone	ITI45		
15	Campania	Sud	061	061	CE	Caserta	provincia	104	Caserta	ITF31		
15	Campania	Sud	062	062	BN	Benevento	provincia	78	Benevento	ITF32		
15	Campania	Sud	063	263	NA	Napoli	citta_metropolitana	92	Napoli	ITF33		
15	Campania	Sud	064	064	AV	Avellino	provincia	118	Avellino	ITF34		
15	Campania	Sud	065	065	SA	Salerno	provincia	158	Salerno	ITF35		
13	Abruzzo	Sud	066	066	AQ	L'Aquila	provincia	108	L'Aquila	ITF11		
13	Abruzzo	Sud	067	067	TE	Teramo	provincia	47	Teramo	ITF12		
13	Abruzzo	Sud	068	068	PE	Pescara	provincia	46	Pescara	ITF13		
13	Abruzzo	Sud	069	069	CH	Chieti	provincia	104	Chieti	ITF14		
14	Molise	Sud	070	070	CB	Campobasso	provincia	84	Campobasso	ITF22		
16	Puglia	Sud	071	071	FG	Foggia	provincia	61	Foggia	ITF46		
16	Puglia	Sud	072	272	BA	Bari	citta_metropolitana	41	Bari	ITF47		
16	Puglia	Sud	073	073	TA	Taranto	provincia	29	Taranto	ITF43		
16	Puglia	Sud	074	074	BR	Brindisi	provincia	20	Brindisi	ITF44		
16	Puglia	Sud	075	075	LE	Lecce	provincia	96	Lecce	ITF45		
17	Basilicata	Sud	076	076	PZ	Potenza	provincia	100	Potenza	ITF51		
17	Basilicata	Sud	077	077	MT	Matera	provincia	31	Matera	ITF52		
18	Calabria	Sud	078	078	CS	Cosenza	provincia	150	Cosenza	ITF61		
18	Calabria	Sud	079	079	CZ	Catanzaro	provincia	80	Catanzaro	ITF63		
18	Calabria	Sud	080	280	RC	Reggio Calabria	citta_metropolitana	97	Reggio di Calabria	ITF65		
19	Sicilia	Isole	081	081	TP	Trapani	provincia	24	Trapani	ITG11		
19	Sicilia	Isole	082	282	PA	Palermo	citta_metropolitana	82	Palermo	ITG12		
19	Sicilia	Isole	083	283	ME	Messina	citta_metropolitana	108	Messina	ITG13		
19	Sicilia	Isole	084	084	AG	Agrigento	provincia	43	Agrigento	ITG14		
19	Sicilia	Isole	085	085	CL	Caltanissetta	provincia	22	Caltanissetta	ITG15		
19	Sicilia	Isole	086	086	EN	Enna	provincia	20	Enna	ITG16		
19	Sicilia	Isole	087	287	CT	Catania	citta_metropolitana	58	Catania	ITG17		
19	Sicilia	Isole	088	088	RG	Ragusa	provincia	12	Ragusa	ITG18		
19	Sicilia	Isole	089	089	SR	Siracusa	provincia	21	Siracusa	ITG19		
20	Sardegna	Isole	090	090	SS	Sassari	provincia	92	Sassari	ITG29		2026-01-01
20	Sardegna	Isole	091	091	NU	Nuoro	provincia	74	Nuoro	ITG26		2026-01-01
20	Sardegna	Isole	092	292	CA	Cagliari	citta_metropolitana	17	Cagliari	ITG27		2026-01-01
06	Friuli-Venezia Giulia	Nord-est	093	093	PN	Pordenone	provincia	50	Pordenone	ITH41		
14	Molise	Sud	094	094	IS	Isernia	provincia	52	Isernia	ITF21		
20	Sardegna	Isole	095	095	OR	Oristano	provincia	87	Oristano	ITG28		2026-01-01
01	Piemonte	Nord-ovest	096	096	BI	Biella	provincia	74	Biella	ITC13		
03	Lombardia	Nord-ovest	097	097	LC	Lecco	provincia	84	Lecco	ITC43		
03	Lombardia	Nord-ovest	098	098	LO	Lodi	provincia	60	Lodi	ITC49		
08	Emilia-Romagna	Nord-est	099	099	RN	Rimini	provincia	25	Rimini	ITH59		
09	Toscana	Centro	100	100	PO	Prato	provincia	7	Prato	ITI15		
18	Calabria	Sud	101	101	KR	Crotone	provincia	27	Crotone	ITF62		
18	Calabria	Sud	102	102	VV	Vibo Valentia	provincia	50	Vibo Valentia	ITF64		
01	Piemonte	Nord-ovest	103	103	VB	Verbano-Cusio-Ossola	provincia	74	Verbania	ITC14		
03	Lombardia	Nord-ovest	108	108	MB	Monza e della Brianza	provincia	55	Monza	ITC4D		
11	Marche	Centro	109	109	FM	Fermo	provincia	40	Fermo	ITI35		
16	Puglia	Sud	110	110	BT	Barletta-Andria-Trani	provincia	10	Andria,Barletta,Trani	ITF48		
20	Sardegna	Isole	111	111	SU	Sud Sardegna	provincia	107	Carbonia	ITG2B	2016-04-28	2026-01-01
20	Sardegna	Isole	112	312	SS	Sassari	citta_metropolitana		Sassari		2026-01-01	
20	Sardegna	Isole	113	113	OT	Gallura Nord-Est Sardegna	provincia		Olbia,Tempio Pausania		2026-01-01	
20	Sardegna	Isole	114	114	NU	Nuoro	provincia		Nuoro		2026-01-01	
20	Sardegna	Isole	115	115	OR	Oristano	provincia		Oristano		2026-01-01	
20	Sardegna	Isole	116	116	OG	Ogliastra	provincia		Lanusei,Tortolì		2026-01-01	
20	Sardegna	Isole	117	117	VS	Medio Campidano	provincia		Sanluri,Villacidro		2026-01-01	
20	Sardegna	Isole	118	318	CA	Cagliari	citta_metropolitana		Cagliari		2026-01-01	
20	Sardegna	Isole	119	119	CI	Sulcis Iglesiente	provincia		Carbonia,Iglesias		2026-01-01	`;
